import { acceptMismatch } from '../../shared/application/reports/accept-mismatch.ts';
import { repairMismatches } from '../../shared/application/reports/repair-mismatches.ts';
import type { Mismatch } from '../../shared/contracts/mismatch.ts';
import { mismatchKey } from '../../shared/domain/reconcile/accepted-mismatches.ts';
import { operatorId } from '../support/vendors-in-process.ts';
import { passUnheard, settle } from './books-process.ts';
import type { BooksScenario } from './books-scenario.ts';
import { readBooks } from './books-state.ts';
import type { BooksWorld } from './books-world.ts';
import { beginNight, beginNightsOnce, nightsThrough, pressed } from './night-process.ts';

const month = '2026-11';
const hourMs = 3_600_000;
const whose = { operatorId, target: 'xero' } as const;

/** Both sides compared, whoever dies on the way. */
export const nightsListed: BooksScenario[] = [
  {
    title:
      'an invoice, a payment and a changed customer of which no event told, brought over by a night',
    handler: 'reconcile-books',
    effects: ['night queued', 'change queued'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: async (world) => {
      await loseAll(world);
      await beginNight(world);
    },
    sums: compared,
  },
  {
    title: 'the hour of a night comes',
    handler: 'start-nights',
    effects: ['night queued'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: (world) => world.stores.nightWatches.ensure(whose, world.clock.nowEpochMs() - 1),
    sums: compared,
  },
  {
    title: 'the message of a step of a night is lost',
    handler: 'start-nights',
    effects: ['night queued'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: async (world) => {
      await beginNight(world, [month]);
      world.nightQueue.lose();
      world.clock.advance(hourMs);
    },
    watch: async (world, gate) => {
      await beginNightsOnce(world, gate);
      await nightsThrough(world);
    },
    sums: compared,
  },
  {
    title: 'a mismatch is accepted',
    handler: 'serve-portal',
    effects: ['mismatch accepted'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: async (world) => {
      voidByHand(world);
      await nightOf(world);
    },
    watch: (world, gate) =>
      pressed(world, gate, async (ports) => {
        const one = await firstMismatch(world);
        const { standing } = one;
        const key = mismatchKey(one);
        const said = { reason: 'Wanted so.', actor: 'operator', by: 'Ada' };
        await acceptMismatch(ports, { ...whose, month }, { key, standing, ...said });
      }),
    sums: compared,
  },
  {
    title: 'one of two mismatches is repaired at a press',
    handler: 'serve-portal',
    effects: ['change queued'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: missTwo,
    watch: (world, gate) =>
      pressed(world, gate, async (ports) => {
        const one = await firstMismatch(world);
        const seen = { key: mismatchKey(one), standing: one.standing };
        await repair({ ...ports, queues: { xero: ports.changes } }, { class: one.class, seen });
      }),
    // The night after finds the other one.
    sums: compared,
  },
  {
    title: 'all mismatches of a class are repaired at a press',
    handler: 'serve-portal',
    effects: ['change queued'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: missTwo,
    watch: (world, gate) =>
      pressed(world, gate, async (ports) => {
        await repair({ ...ports, queues: { xero: ports.changes } }, { class: 'missing' });
      }),
    sums: compared,
  },
];

async function repair(
  deps: Parameters<typeof repairMismatches>[0],
  wish: Pick<Parameters<typeof repairMismatches>[2], 'class' | 'seen'>,
): Promise<void> {
  await repairMismatches(deps, { ...whose, month }, { ...wish, actor: 'operator' });
}

async function loseAll(world: BooksWorld): Promise<void> {
  const { invoices, contacts } = await world.storaState();
  const [contact] = contacts;
  await world.press('pay', { invoiceId: invoices[0].id });
  await world.press('update-contact', { contactId: contact.id, full_name: 'Ada King' });
  await world.press('month-end-run', { count: 1 });
  await passUnheard(world);
  world.clock.advance(hourMs);
}

/** A night has found two, and nothing came of its own messages. */
async function missTwo(world: BooksWorld): Promise<void> {
  await world.press('month-end-run', { count: 2 });
  await passUnheard(world);
  world.clock.advance(hourMs);
  await nightOf(world);
  world.changes.lose();
}

async function nightOf(world: BooksWorld): Promise<void> {
  await beginNight(world, [month]);
  await nightsThrough(world);
}

function voidByHand(world: BooksWorld): void {
  const book = world.xero.world.book(operatorId);
  for (const [id, document] of book?.documents ?? [])
    book?.documents.set(id, {
      ...document,
      status: 'VOIDED',
      updatedEpochMs: world.clock.nowEpochMs(),
    });
}

async function firstMismatch({ stores }: BooksWorld): Promise<Mismatch> {
  const proof = await stores.monthProofs.get(operatorId, 'xero', month);
  const [first] = proof?.mismatches ?? [];
  if (first === undefined) throw new Error('The night has found nothing.');
  return first;
}

/** What both sides hold, what was told of nights, and what one more night says of it. */
async function compared(world: BooksWorld): Promise<unknown> {
  const told = toldOf(world);
  const former = await world.stores.nights.get(operatorId, 'xero');
  world.clock.advance(hourMs);
  await nightOf(world);
  // What this one finds comes in, too.
  await settle(world);
  const { runs: _runs, ...books } = await readBooks(world);
  const proof = await world.stores.monthProofs.get(operatorId, 'xero', month);
  const { currencies = [], mismatches = [], accepted = [] } = proof ?? {};
  return {
    ...books,
    told,
    former: former && [former.status, former.found, former.repaired, former.proved],
    proof: { currencies, mismatches: mismatches.map(nameOf), accepted: accepted.map(nameOf) },
    pages: world.stores.proofPages.all().filter(({ runId }) => runId !== proof?.runId).length,
  };
}

function nameOf({ class: what, kind, sourceId, differenceMinor }: Mismatch): string {
  return [what, kind, sourceId, differenceMinor].join(' ');
}

/** Each once; that somebody accepted or pressed is said before it is done, and again where it was not. */
function toldOf({ stores }: BooksWorld): string[] {
  const own = stores.activities.all().filter(({ type }) => /^night\./.test(type));
  return own.map(({ type, detail }) => [type, detail.sourceId].filter(Boolean).join(' ')).sort();
}
