import { changeSourceState } from '../../shared/application/source-state/change-source-state.ts';
import { newGap } from '../../shared/domain/intake/gaps.ts';
import { aConnection } from '../builders/a-connection.ts';
import { operatorId } from '../support/vendors-in-process.ts';
import { beginRun, callRunOff, passUnheard } from './books-process.ts';
import type { BooksScenario } from './books-scenario.ts';
import { readBooks, readSums } from './books-state.ts';
import { bringRunOn } from './books-watched.ts';
import type { BooksWorld } from './books-world.ts';

/** Documents of which no event ever told, brought in by a run that walks through the lists. */
export const walksListed: BooksScenario[] = [
  {
    title: 'an earlier invoice that is credited, in a time that was noted as missed',
    handler: 'walk-pages',
    effects: [
      ...(['page queued', 'contact create', 'tracking option', 'invoice create'] as const),
      ...(['credit note create', 'allocation', 'history note'] as const),
    ],
    now: async (world) => {
      await raiseUnheard(world, 1);
      await noteMissed(world);
      await onFirst(world, 'credit', { amountMinor: 300 });
      await passUnheard(world);
      await beginRun(world);
    },
  },
  {
    title: 'an earlier invoice, which is paid meanwhile, and a new one comes',
    handler: 'walk-pages',
    effects: ['page queued', 'invoice create', 'payment'],
    now: async (world) => {
      await raiseUnheard(world, 1);
      await beginRun(world);
    },
    meanwhile: async (world) => {
      await onFirst(world, 'pay');
      await world.press('month-end-run', { count: 1 });
    },
    // The id of the new one hangs on how often Stora was asked before.
    sums: async (world) => {
      const { payments, documents, runs } = await readBooks(world);
      return { invoices: await readSums(world), payments, documents, runs };
    },
  },
  {
    title: 'an earlier invoice is paid, of which no event told, and it had been posted',
    handler: 'walk-pages',
    effects: ['page queued', 'payment'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: async (world) => {
      await onFirst(world, 'pay');
      await passUnheard(world);
      await beginRun(world);
    },
  },
  {
    title: 'a run is called off while a page is worked',
    handler: 'walk-pages',
    effects: ['page queued', 'invoice create'],
    now: async (world) => {
      await raiseUnheard(world, 2);
      await beginRun(world);
    },
    meanwhile: callRunOff,
    // What was begun comes to its end, and nothing else: how much that is the point decides.
    sums: async (world) => {
      const { invoices, documents, runs } = await readBooks(world);
      return {
        isListed: invoices.length === documents.length,
        runs: runs.map(({ status }) => status),
      };
    },
  },
  {
    title: 'the message of a page is lost',
    handler: 'wake-issues',
    effects: ['page queued'],
    now: async (world) => {
      await raiseUnheard(world, 2);
      await beginRun(world);
    },
    watch: bringRunOn,
  },
];

async function raiseUnheard(world: BooksWorld, count: number): Promise<void> {
  await world.press('month-end-run', { count });
  await passUnheard(world);
}

/** The page of the operator tells of it until a run has brought everything in. */
async function noteMissed({ stores, clock }: BooksWorld): Promise<void> {
  const { account } = aConnection();
  const gap = newGap('2026-11-01T00:00:00.000Z', clock.nowIso());
  await changeSourceState(stores.sourceStates, { operatorId, account }, (state) => ({
    ...state,
    gaps: [gap],
  }));
}

async function onFirst(
  world: BooksWorld,
  action: string,
  input: Record<string, unknown> = {},
): Promise<unknown> {
  const { invoices } = await world.storaState();
  return world.press(action, { invoiceId: invoices[0].id, ...input });
}
