import type { Source } from './source.ts';
import { dottedName, lineOf, type Node, visits } from './syntax.ts';

const clock = 'Take the time as an argument.';
const randomness = 'Take the random value or the id as an argument.';
const waiting = 'Decisions are synchronous: return what to do and let the use case do it.';
const world = 'Take the value as an argument.';

/** What a name (or anything under it) may not be used for in the domain, and what to do instead. */
const forbiddenNames: Record<string, string> = {
  'Date.now': clock,
  performance: clock,
  'Math.random': randomness,
  crypto: randomness,
  Promise: waiting,
  fetch: waiting,
  setTimeout: waiting,
  setInterval: waiting,
  queueMicrotask: waiting,
  process: world,
  globalThis: world,
};

/** Each place where a decision in shared/domain would depend on time, chance, waiting or its surroundings. */
export function purityViolations(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => path.startsWith('shared/domain/'))
    .flatMap((source) =>
      visits(source).flatMap(({ node }) => {
        const remedy = remedyFor(node);
        return remedy ? [`${source.path}:${lineOf(source, node.start)} ${remedy}`] : [];
      }),
    );
}

function remedyFor(node: Node): string | undefined {
  if (node.type === 'AwaitExpression' || node.async === true || node.await === true) return waiting;
  if (isClockRead(node)) return clock;
  const isUse = ['MemberExpression', 'CallExpression', 'NewExpression'].includes(node.type);
  if (!isUse) return undefined;
  const name = dottedName(node.type === 'MemberExpression' ? node : node.callee);
  return name === undefined ? undefined : remedyForName(name);
}

/** `new Date()` and `Date()` read the clock; `new Date(epochMs)` does not. */
function isClockRead(node: Node): boolean {
  if (dottedName(node.callee) !== 'Date') return false;
  const isWithoutArguments = Array.isArray(node.arguments) && node.arguments.length === 0;
  return node.type === 'CallExpression' || isWithoutArguments;
}

function remedyForName(name: string): string | undefined {
  const owner = Object.keys(forbiddenNames).find(
    (forbidden) => name === forbidden || name.startsWith(`${forbidden}.`),
  );
  return owner === undefined ? undefined : forbiddenNames[owner];
}
