import { parseAst } from 'vitest/node';
import type { Source } from './source.ts';

/** A node of the syntax tree, as ESTree with its TypeScript extension names it; `start` and `end` are offsets. */
export type Node = { type: string; start: number; end: number; [field: string]: unknown };

/** A node together with what it stands in, outermost first. */
export type Visit = { node: Node; ancestors: readonly Node[] };

const visitsBySource = new WeakMap<Source, readonly Visit[]>();

/** Every node of a file, parents before children. The file is parsed once, whatever the number of rules. */
export function visits(source: Source): readonly Visit[] {
  const known = visitsBySource.get(source);
  if (known) return known;
  const found: Visit[] = [];
  collect(parse(source), [], found);
  visitsBySource.set(source, found);
  return found;
}

/** The dotted name of an expression, such as `Date.now` or `test.each`; undefined when it is not a plain name. */
export function dottedName(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Identifier' && typeof value.name === 'string') return value.name;
  if (value.type === 'CallExpression') return dottedName(value.callee);
  if (value.type !== 'MemberExpression' || value.computed === true) return undefined;
  const object = dottedName(value.object);
  const property = dottedName(value.property);
  return object && property ? `${object}.${property}` : undefined;
}

/** Line of an offset, counted from 1. */
export function lineOf(source: Source, offset: number): number {
  return source.text.slice(0, offset).split('\n').length;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function parse(source: Source): Node {
  const program: unknown = parseAst(
    source.text,
    { lang: languageOf(source.path), sourceType: 'module' },
    source.path,
  );
  if (!isNode(program)) throw new Error(`${source.path} could not be parsed`);
  return program;
}

function languageOf(path: string): 'ts' | 'tsx' | 'js' {
  if (path.endsWith('.tsx')) return 'tsx';
  return path.endsWith('.mjs') ? 'js' : 'ts';
}

function collect(node: Node, ancestors: readonly Node[], found: Visit[]): void {
  found.push({ node, ancestors });
  const inside = [...ancestors, node];
  for (const child of Object.values(node).flat()) {
    if (isNode(child)) collect(child, inside, found);
  }
}
