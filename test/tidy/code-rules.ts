import type { Source } from './source.ts';
import { dottedName, isNode, lineOf, type Node, type Visit, visits } from './syntax.ts';

const fileLines = 400;
const functionLines = 70;
const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const testBlocks = /^(?:describe|it|test|suite|bench)(?:\.|$)/;
const directive = /(?:\/\/|\/\*).*@ts-(?:ignore|expect-error|nocheck)/;
const moduleMock = /^vi\.(?:mock|doMock|unmock|doUnmock|hoisted)$/;
const timer = /^(?:globalThis\.)?(?:setTimeout|setInterval)$/;

/** Files over 400 lines. */
export function longFiles(source: Source): string[] {
  const lines = source.text.trimEnd().split('\n').length;
  return lines > fileLines ? [`${source.path} has ${lines} lines; split it by concept.`] : [];
}

/** Functions over 70 lines. The callbacks of describe and it are lists of cases, not functions, and do not count. */
export function longFunctions(source: Source): string[] {
  return report(source, 'a function over 70 lines', ({ node, ancestors }) => {
    if (!functions.has(node.type) || isTestBlock(ancestors.at(-1))) return false;
    return lineOf(source, node.end) - lineOf(source, node.start) + 1 > functionLines;
  });
}

/** The type `any`, in whatever place. */
export function anyTypes(source: Source): string[] {
  return report(source, 'any; use unknown and parse', ({ node }) => node.type === 'TSAnyKeyword');
}

/** Comments that switch the compiler off. */
export function compilerSwitches(source: Source): string[] {
  return source.text
    .split('\n')
    .flatMap((line, index) =>
      directive.test(line) ? [`${source.path}:${index + 1} switches the compiler off`] : [],
    );
}

/** Casts and non-null assertions; `as const` and `satisfies` assert nothing and are free. */
export function casts(source: Source): string[] {
  return report(source, 'a cast; parse or narrow instead', ({ node }) => isCast(node));
}

/** `.only` and `.skip` on tests. A test that cannot run somewhere says so at run time: `skipIf`, or `skip` on its context. */
export function focusedOrSkippedTests(source: Source): string[] {
  return report(source, 'a focused or skipped test', ({ node }) => {
    const name = node.type === 'MemberExpression' ? (dottedName(node) ?? '') : '';
    return testBlocks.test(name) && /\.(?:only|skip)$/.test(name);
  });
}

/** Module mocks: pass a fake where the real thing goes in. */
export function moduleMocks(source: Source): string[] {
  return report(
    source,
    'a module mock; pass a fake',
    ({ node }) => node.type === 'MemberExpression' && moduleMock.test(dottedName(node) ?? ''),
  );
}

/** Sleeps in tests: wait on a condition (`vi.waitFor`) or turn an injected clock. */
export function sleepsInTests(source: Source): string[] {
  if (!source.path.startsWith('test/')) return [];
  return report(source, 'a sleep; wait for a condition', ({ node }) => {
    if (node.type === 'CallExpression') return timer.test(dottedName(node.callee) ?? '');
    const isImport = node.type === 'ImportDeclaration' && isNode(node.source);
    return isImport && isNode(node.source) && node.source.value === 'node:timers/promises';
  });
}

function report(source: Source, what: string, isBroken: (visit: Visit) => boolean): string[] {
  return visits(source)
    .filter(isBroken)
    .map(({ node }) => `${source.path}:${lineOf(source, node.start)} has ${what}`);
}

function isTestBlock(parent: Node | undefined): boolean {
  return parent?.type === 'CallExpression' && testBlocks.test(dottedName(parent.callee) ?? '');
}

function isCast(node: Node): boolean {
  if (node.type === 'TSTypeAssertion' || node.type === 'TSNonNullExpression') return true;
  if (node.type !== 'TSAsExpression') return false;
  const type = node.typeAnnotation;
  return !(isNode(type) && isNode(type.typeName) && type.typeName.name === 'const');
}
