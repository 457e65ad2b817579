import {
  applyAll,
  bringBackOnce,
  deliverAll,
  sweepDebts,
  sweepRuns,
  tendOnce,
  walkAll,
  writeBackAll,
} from './books-process.ts';
import type { BooksWorld } from './books-world.ts';
import type { Gate } from './gate.ts';
import { beginNightsOnce, nightsThrough, reconcileAll } from './night-process.ts';

/** Which worker is watched; those before it have done their work by then. */
export type Watched =
  | 'receive-webhook'
  | 'apply-changes'
  | 'walk-pages'
  | 'write-back'
  | 'sweep-write-backs'
  | 'tend-sources'
  | 'wake-issues'
  | 'start-nights'
  | 'reconcile-books'
  | 'serve-portal';

export type Watch = (
  world: BooksWorld,
  gate: Gate,
  meanwhile: () => Promise<void>,
) => Promise<void>;

/** What each worker does, with those before it done. */
export const watched: Record<Watched, Watch> = {
  'receive-webhook': deliverAll,
  'apply-changes': async (world, gate, meanwhile) => {
    await deliverAll(world);
    await applyAll(world, gate, meanwhile);
  },
  'walk-pages': async (world, gate, meanwhile) => {
    await walkAll(world, gate, async () => {
      await meanwhile();
      await applyAll(world);
    });
  },
  'write-back': async (world, gate, meanwhile) => {
    await deliverAll(world);
    await applyAll(world);
    await writeBackAll(world, gate, async () => {
      await meanwhile();
      await applyAll(world);
    });
  },
  'sweep-write-backs': async (world, gate) => {
    await deliverAll(world);
    await applyAll(world);
    world.writeBacks.lose();
    world.clock.advance(firstSweepMs);
    await sweepDebts(world, gate);
    for (let tick = 0; tick < ticksAtMost; tick += 1) {
      await writeBackAll(world);
      if (world.stores.links.all().every(({ owed }) => owed.length === 0)) return;
      await sweepDebts(world);
    }
  },
  'tend-sources': async (world, gate) => {
    await deliverAll(world);
    await applyAll(world);
    await tendOnce(world, gate);
    for (let tick = 0; tick < readingTicks; tick += 1) await tendOnce(world);
    await applyAll(world);
  },
  'wake-issues': async (world, gate) => {
    await putAllAside(world);
    await bringBackOnce(world, gate);
    await applyAll(world);
    await bringAllBack(world);
  },
  'reconcile-books': (world, gate, meanwhile) => reconcileAll(world, gate, meanwhile),
  'start-nights': async (world, gate) => {
    await beginNightsOnce(world, gate);
    await nightsThrough(world);
  },
  // What is pressed there, its scenarios say.
  'serve-portal': async () => undefined,
};

/** The page of a run is lost, and the sweep asks for it again. */
export async function bringRunOn(world: BooksWorld, gate: Gate): Promise<void> {
  world.pages.lose();
  world.clock.advance(runStandsMs);
  await sweepRuns(world, gate);
  await walkAll(world);
  for (let tick = 0; tick < ticksAtMost && isRunning(world); tick += 1) {
    await sweepRuns(world);
    await walkAll(world);
  }
}

function isRunning(world: BooksWorld): boolean {
  return world.stores.backfills.all().some(({ status }) => status === 'running');
}

/** The ledger dies, and what comes for it goes aside, by workers behind the gate. */
export async function putAllAside(world: BooksWorld, gate?: Gate): Promise<void> {
  world.tokens.dead.add('xero');
  await deliverAll(world);
  await applyAll(world, gate);
  world.tokens.dead.delete('xero');
  world.clock.advance(firstSweepMs);
}

/** Sweeps and workers until nothing stands aside; the first worker behind the gate. */
export async function bringAllBack(world: BooksWorld, gate?: Gate): Promise<void> {
  await bringBackOnce(world);
  await applyAll(world, gate);
  for (let tick = 0; tick < ticksAtMost && world.stores.aside.allMarks().length > 0; tick += 1) {
    await bringBackOnce(world);
    await applyAll(world);
  }
}

/** The lists are read once an hour: long enough for a tick that died to be made up for. */
const readingTicks = 16;

/** What is owed for ten minutes is sent again, and after another hour once more. */
const firstSweepMs = 11 * 60_000;
const ticksAtMost = 14;
/** A run that moves is not looked at. */
const runStandsMs = 16 * 60_000;
