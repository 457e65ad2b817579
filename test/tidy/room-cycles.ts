import { placeOf } from './import-law.ts';
import { importsOf } from './imports.ts';
import type { Source } from './source.ts';

/** Folders within a layer that are rooms of their own. */
const innerRooms =
  /^(?:shared\/(?:application|domain|adapters)|functions|infra\/local|infra(?!\/local))\/[^/]+(?=\/)/;

/**
 * The room of a file: a folder with one subject, else what the import law calls its place. Files beside
 * the folders of infra begin or name things, and are no room.
 */
function roomOf(path: string): string | undefined {
  const [folder] = innerRooms.exec(path) ?? [];
  if (folder !== undefined) return folder;
  const { zone, part } = placeOf(path);
  if (zone === 'infra' || zone === 'local' || zone === 'root') return undefined;
  return part === undefined ? zone : `${zone} ${part}`;
}

/** Rooms that reach each other both ways, directly or around: one line per pair of them, with an example. */
export function roomCycles(sources: readonly Source[]): string[] {
  const arrows = arrowsOf(sources);
  const reach = new Map([...arrows.keys()].map((room) => [room, reachedFrom(room, arrows)]));
  return [...arrows].flatMap(([from, targets]) =>
    [...targets]
      .filter(([to]) => reach.get(to)?.has(from))
      .map(([to, example]) => `${from} → ${to}, and back: ${example}`),
  );
}

/** Per room whom it imports, with one import as the example. */
function arrowsOf(sources: readonly Source[]): Map<string, Map<string, string>> {
  const arrows = new Map<string, Map<string, string>>();
  for (const item of sources.flatMap(importsOf)) {
    const [from, to] = [roomOf(item.from), roomOf(item.target)];
    if (item.kind !== 'project' || from === undefined || to === undefined || from === to) continue;
    const targets = arrows.get(from) ?? new Map<string, string>();
    arrows.set(from, targets.set(to, `${item.from} imports ${item.target}`));
  }
  return arrows;
}

function reachedFrom(room: string, arrows: Map<string, Map<string, string>>): Set<string> {
  const reached = new Set<string>();
  const open = [room];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const to of arrows.get(next)?.keys() ?? []) {
      if (reached.has(to)) continue;
      reached.add(to);
      open.push(to);
    }
  }
  return reached;
}
