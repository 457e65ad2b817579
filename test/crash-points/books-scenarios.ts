import type { Book, Contact } from '../../infra/local/vendors/xero/core/book.ts';
import { mergeContacts } from '../../infra/local/vendors/xero/ledger/contacts.ts';
import { deliverAll, settle } from './books-process.ts';
import type { BooksScenario } from './books-scenario.ts';
import { auditOf, leftovers, readBooks, readSums, readTimeline } from './books-state.ts';
import { bringAllBack, putAllAside, watched } from './books-watched.ts';
import { type BooksWorld, openBooksWorld } from './books-world.ts';
import { creditsListed } from './credit-scenarios.ts';
import { Gate } from './gate.ts';
import { livesListed } from './lives-scenarios.ts';
import { nightsListed } from './night-scenarios.ts';
import { isFailedAfterEffect, type Point, type Step } from './points.ts';
import type { Scenario } from './scenario.ts';
import { walksListed } from './walk-scenarios.ts';

const grace = { email: 'grace@example.org', full_name: 'Grace Hopper' };
const ada = { email: 'ada@example.org', full_name: 'Ada Byron' };

const listed: BooksScenario[] = [
  ...livesListed,
  ...creditsListed,
  ...walksListed,
  ...nightsListed,
  {
    title: 'a new customer is announced',
    handler: 'receive-webhook',
    effects: ['change queued'],
    now: (world) => world.press('new-contact', ada),
  },
  {
    title: 'two invoices are announced at once',
    handler: 'receive-webhook',
    effects: ['change queued'],
    now: (world) => world.press('month-end-run', { count: 2 }),
  },
  {
    title: 'a new customer',
    handler: 'apply-changes',
    effects: ['contact create'],
    now: (world) => world.press('new-contact', ada),
  },
  {
    title: 'a customer changes',
    handler: 'apply-changes',
    effects: ['contact update'],
    before: (world) => world.press('new-contact', ada),
    now: async (world) =>
      world.press('update-contact', { contactId: await adasId(world), full_name: 'Ada King' }),
  },
  {
    title: 'a first invoice, nothing is prepared',
    handler: 'apply-changes',
    effects: [
      'contact create',
      'tracking category',
      'tracking option',
      'invoice create',
      'history note',
    ],
    options: { hasNoTracking: true },
    now: (world) => world.press('month-end-run', { count: 1 }),
  },
  {
    title: 'a new customer, who changes meanwhile',
    handler: 'apply-changes',
    effects: ['contact create', 'contact update'],
    now: (world) => world.press('new-contact', ada),
    meanwhile: async (world) =>
      world.press('update-contact', { contactId: await adasId(world), full_name: 'Ada King' }),
    // Where the first name never arrived, there is nothing to update.
    sums: async (world) => ({ contacts: (await readBooks(world)).contacts }),
  },
  {
    title: 'two new customers at once',
    handler: 'apply-changes',
    effects: ['contact create'],
    now: async (world) => {
      await world.press('new-contact', ada);
      await world.press('new-contact', grace);
    },
  },
  {
    title: 'a customer who stands in the ledger by name',
    handler: 'apply-changes',
    effects: ['contact create', 'contact update'],
    now: async (world) => {
      enter(world, { name: 'Ada Byron', details: { accountNumber: 'A-7' } });
      await world.press('new-contact', ada);
    },
  },
  {
    title: 'a customer changes, whose contact was merged',
    handler: 'apply-changes',
    effects: ['contact update'],
    before: (world) => world.press('new-contact', ada),
    now: async (world) => {
      merge(world);
      await world.press('update-contact', {
        contactId: await adasId(world),
        full_name: 'Ada King',
      });
    },
  },
  {
    title: 'an invoice of a customer whose contact was merged',
    handler: 'apply-changes',
    effects: ['invoice create', 'history note'],
    before: (world) => world.press('new-booking', ada),
    now: async (world) => {
      merge(world);
      await world.press('new-booking', { contactId: await adasId(world) });
    },
  },
  {
    title: 'two invoices of a known customer',
    handler: 'apply-changes',
    effects: ['invoice create', 'history note'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: (world) => world.press('month-end-run', { count: 2 }),
  },
  {
    title: 'two payments of a part',
    handler: 'apply-changes',
    effects: ['payment'],
    before: (world) => world.press('month-end-run', { count: 2 }),
    // Xero refuses more than is due, so only the doubling of a part would show.
    now: async (world) => {
      await payPart(world, 0);
      await payPart(world, 1);
    },
  },
  {
    title: 'a payment of a part, and another one meanwhile',
    handler: 'apply-changes',
    effects: ['payment'],
    before: (world) => world.press('month-end-run', { count: 2 }),
    now: async (world) => payPart(world, 0),
    meanwhile: async (world) => payPart(world, 1),
  },
  {
    title: 'a payment of a part, and a further one of the same invoice meanwhile',
    handler: 'apply-changes',
    effects: ['payment'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: async (world) => payPart(world, 0),
    meanwhile: async (world) => payPart(world, 0, 400),
    // One payment of both parts is as good as two, where the first was not made.
    sums: readSums,
  },
  {
    title: 'an invoice that is paid before it was posted',
    handler: 'apply-changes',
    effects: ['invoice create', 'payment'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: async (world) => {
      await world.press('month-end-run', { count: 1 });
      await world.press('pay-all');
    },
  },
  {
    title: 'an invoice is voided',
    handler: 'apply-changes',
    effects: ['invoice void'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: async (world) => world.press('void', { invoiceId: await firstInvoice(world) }),
  },
  {
    title: 'a new invoice, which is voided meanwhile',
    handler: 'apply-changes',
    effects: ['invoice create', 'invoice void'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: (world) => world.press('month-end-run', { count: 1 }),
    meanwhile: async (world) => world.press('void', { invoiceId: await lastInvoice(world) }),
    // What never arrived need not be voided; but nothing that is void may stand in the books.
    sums: async (world) => ({ standing: (await standingInvoices(world)).length }),
  },
  {
    title: 'a customer is deleted',
    handler: 'apply-changes',
    effects: ['tombstone'],
    before: (world) => world.press('new-contact', ada),
    now: async (world) => world.press('delete-contact', { contactId: await adasId(world) }),
  },
  {
    title: 'two invoices whose ledger has to be connected again',
    handler: 'apply-changes',
    effects: ['change aside'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: (world) => world.press('month-end-run', { count: 2 }),
    watch: async (world, gate) => {
      await putAllAside(world, gate);
      await bringAllBack(world);
    },
  },
  {
    title: 'two invoices that stood aside',
    handler: 'apply-changes',
    effects: ['invoice create', 'history note'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: (world) => world.press('month-end-run', { count: 2 }),
    watch: async (world, gate) => {
      await putAllAside(world);
      await bringAllBack(world, gate);
    },
  },
  {
    title: 'what stands aside is asked for',
    handler: 'wake-issues',
    effects: ['change queued'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: (world) => world.press('month-end-run', { count: 2 }),
  },
  {
    title: 'metadata and a note of a new invoice',
    handler: 'write-back',
    effects: ['metadata', 'timeline event'],
    now: (world) => world.press('month-end-run', { count: 1 }),
  },
  {
    title: 'notes of two payments',
    handler: 'write-back',
    effects: ['timeline event'],
    before: (world) => world.press('month-end-run', { count: 2 }),
    now: (world) => world.press('pay-all'),
  },
  {
    title: 'notes of a payment and a posting together',
    handler: 'write-back',
    effects: ['metadata', 'timeline event'],
    now: async (world) => {
      await world.press('month-end-run', { count: 1 });
      await world.press('pay-all');
    },
  },
  {
    title: 'a note of a posting, and a payment meanwhile',
    handler: 'write-back',
    effects: ['timeline event'],
    now: (world) => world.press('month-end-run', { count: 1 }),
    meanwhile: (world) => world.press('pay-all'),
  },
  {
    title: 'the message about a new invoice is lost',
    handler: 'sweep-write-backs',
    effects: ['write-back queued'],
    now: (world) => world.press('month-end-run', { count: 1 }),
  },
  {
    title: 'invoices are voided, of which no event tells',
    handler: 'tend-sources',
    effects: ['change queued'],
    options: { absentEvents: ['invoice.voided'] },
    before: (world) => world.press('month-end-run', { count: 2 }),
    now: async (world) => {
      const { invoices } = await world.storaState();
      for (const { id } of invoices) await world.press('void', { invoiceId: id });
    },
  },
];

async function adasId(world: BooksWorld): Promise<string> {
  const { contacts } = await world.storaState();
  return contacts.find(({ email }: { email: string }) => email === ada.email).id;
}

async function payPart(world: BooksWorld, at: number, amountMinor = 300): Promise<void> {
  const { invoices } = await world.storaState();
  await world.press('pay', { invoiceId: invoices[at].id, amountMinor });
}

async function standingInvoices(world: BooksWorld): Promise<unknown[]> {
  const { invoices } = await world.xeroState();
  return invoices.filter(({ status }: { status: string }) => status !== 'VOIDED');
}

/** Somebody enters a contact in Xero by hand. */
function enter(world: BooksWorld, changes: Pick<Contact, 'name' | 'details'>): Contact {
  const contact: Contact = {
    contactId: '11111111-1111-4111-8111-111111111111',
    contactNumber: undefined,
    status: 'ACTIVE',
    isCustomer: true,
    updatedEpochMs: world.clock.nowEpochMs(),
    ...changes,
  };
  bookOf(world).contacts.set(contact.contactId, contact);
  return contact;
}

/** Somebody merges Ada's contact into one of the operator's own. */
function merge(world: BooksWorld): void {
  const book = bookOf(world);
  const from = [...book.contacts.values()].find(({ name }) => name === ada.full_name);
  if (from === undefined) throw new Error('Ada has no contact.');
  const into = enter(world, { name: 'Byron & Daughters', details: {} });
  const stamp = { nowEpochMs: world.clock.nowEpochMs(), uuid: () => '', user: 'by hand' };
  if (!mergeContacts({ book, stamp }, from, into).ok) throw new Error('They cannot be merged.');
}

function bookOf(world: BooksWorld): Book {
  const book = world.xero.world.book('acorn');
  if (book === undefined) throw new Error('The sandbox has no organisation called acorn.');
  return book;
}

async function lastInvoice(world: BooksWorld): Promise<string> {
  return (await world.storaState()).invoices.at(-1).id;
}

async function firstInvoice(world: BooksWorld): Promise<string> {
  return (await world.storaState()).invoices[0].id;
}

function toScenario(scenario: BooksScenario): Scenario {
  const { title, handler, effects } = scenario;
  return {
    title,
    handler,
    effects,
    run: async (point) => {
      const world = await openBooksWorld(scenario.options);
      if (scenario.before) {
        await scenario.before(world);
        await settle(world);
        world.clock.advance(3_600_000);
      }
      await scenario.now(world);
      const gate = new Gate(world.outside, point);
      await (scenario.watch ?? watched[handler])(world, gate, async () => {
        await scenario.meanwhile?.(world);
        await deliverAll(world);
      });
      const steps = [...gate.steps];
      const queued = handler === 'receive-webhook' ? world.changes.taken : undefined;
      await settle(world);
      const timeline = await readTimeline(world);
      const sums = await scenario.sums?.(world);
      const atMost = timesAtMost(point, steps);
      const doubled = [...timeline].filter(([, times]) => times > atMost);
      return {
        steps,
        state: sums ?? {
          ...(await readBooks(world)),
          queued,
          timeline: [...timeline.keys()].sort(),
        },
        audit: sums === undefined ? auditOf(world) : [],
        wrongs: [
          ...(await leftovers(world)),
          ...doubled.map(
            ([sentence, times]) => `"${sentence}" stands ${times} times on the timeline`,
          ),
        ],
      };
    },
  };
}

/** A note cannot be looked up: an error that came after its effect may double it, nothing else may. */
function timesAtMost(point: Point | undefined, steps: readonly Step[]): number {
  const isNote = steps[point?.step ?? -1]?.label === 'POST stora /timeline/events';
  return isNote && point !== undefined && isFailedAfterEffect(point.fate) ? 2 : 1;
}

export const booksScenarios: Scenario[] = listed.map(toScenario);
