import { importsOf } from './imports.ts';
import type { Source } from './source.ts';

/** Each cycle of imports once, as `a.ts → b.ts → a.ts`. Types count: a cycle of types is two files that are one concept. */
export function importCycles(sources: readonly Source[]): string[] {
  const graph = new Map(sources.map((source) => [source.path, targetsOf(source)]));
  const cycles = new Set<string>();
  const finished = new Set<string>();

  function walk(path: string, trail: readonly string[]): void {
    const at = trail.indexOf(path);
    if (at >= 0) cycles.add(describe(trail.slice(at)));
    if (at >= 0 || finished.has(path)) return;
    for (const target of graph.get(path) ?? []) walk(target, [...trail, path]);
    finished.add(path);
  }

  for (const path of graph.keys()) walk(path, []);
  return [...cycles];
}

function targetsOf(source: Source): string[] {
  return importsOf(source)
    .filter((item) => item.kind === 'project')
    .map((item) => item.target);
}

/** Starts at the alphabetically first file, so that one cycle has one name wherever the walk met it. */
function describe(cycle: readonly string[]): string {
  const first = cycle.indexOf([...cycle].sort()[0] ?? '');
  const turned = [...cycle.slice(first), ...cycle.slice(0, first)];
  return [...turned, turned[0]].join(' → ');
}
