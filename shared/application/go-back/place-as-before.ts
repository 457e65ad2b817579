import { shardsInTurn } from '../../domain/sweep/shard-of.ts';
import { owingShards } from '../../domain/write-back/owing-shards.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Links, OwingCursor } from '../../ports/links.ts';

export interface PlaceAsBeforeDeps {
  connections: Connections;
  links: Links;
}

export interface PlacedCounts {
  /** Connections that the sweep over tokens of a version before finds now. */
  connections: number;
  /** Links whose debts its sweep finds now. */
  links: number;
  /** Links whose rows it can read now. */
  rows: number;
}

const pageSize = 100;
/** Saves at once. */
const atOnce = 25;
const always = { fromEpochMs: 0, beforeEpochMs: Number.MAX_SAFE_INTEGER };

/**
 * Puts what the sweeps look for where those of the version before look. Whoever stores a row meanwhile puts it
 * there as well, by the setting of the stage. Running it again is harmless.
 */
export async function placeAsBefore(deps: PlaceAsBeforeDeps): Promise<PlacedCounts> {
  const rows = await writeInFull(deps);
  const counts = { connections: await placeConnections(deps), links: 0, rows };
  for (const shard of shardsInTurn(owingShards, 0)) counts.links += await placeLinks(deps, shard);
  return counts;
}

/** From the table itself, since a row that the index does not show yet would never be found. */
async function placeConnections({ connections }: PlaceAsBeforeDeps): Promise<number> {
  const keys = await connections.everyKey();
  let placed = 0;
  for (let at = 0; at < keys.length; at += pageSize) {
    const rows = await connections.manyReadable(keys.slice(at, at + pageSize));
    const connected = rows.filter(({ status }) => status === 'connected');
    const outcomes = await Promise.all(connected.map((row) => connections.placeAsBefore(row)));
    placed += outcomes.filter(Boolean).length;
  }
  return placed;
}

async function placeLinks({ links }: PlaceAsBeforeDeps, shard: number): Promise<number> {
  let placed = 0;
  let after: OwingCursor | undefined;
  do {
    const page = await links.owing({ shard, ...always, after, atMost: pageSize });
    const outcomes = await Promise.all(page.links.map((link) => links.placeAsBefore(link)));
    placed += outcomes.filter(Boolean).length;
    after = page.next;
  } while (after !== undefined);
  return placed;
}

/** Its store has to save in the former form. One that somebody saves meanwhile is in that form by that. */
async function writeInFull({ links }: PlaceAsBeforeDeps): Promise<number> {
  let written = 0;
  for await (const keys of links.unreadBefore()) {
    for (let at = 0; at < keys.length; at += atOnce) {
      const read = await links.getMany(keys.slice(at, at + atOnce));
      const there = read.filter((link) => link !== undefined);
      const outcomes = await Promise.all(there.map((link) => links.save(link)));
      written += outcomes.filter((outcome) => outcome !== 'conflict').length;
    }
  }
  return written;
}
