import type { BooksScenario } from './books-scenario.ts';
import type { BooksOptions, BooksWorld } from './books-world.ts';

const writesOff: BooksOptions = {
  settings: {
    uncollectible: 'credit',
    badDebtAccountCode: '477',
    taxRules: [{ accountCode: '477', rateBasisPoints: 0, taxType: 'NONE' }],
  },
};

/** What becomes of an invoice after it was posted, beside plain payments and voids. */
export const livesListed: BooksScenario[] = [
  {
    title: 'an invoice changes before it is paid',
    handler: 'apply-changes',
    effects: ['invoice change'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: (world) => onFirst(world, 'change-invoice', { percent: 90 }),
  },
  {
    title: 'an invoice changes, and once more meanwhile',
    handler: 'apply-changes',
    effects: ['invoice change'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: (world) => onFirst(world, 'change-invoice', { percent: 90 }),
    meanwhile: (world) => onFirst(world, 'change-invoice', { percent: 50 }),
    // Where the first change never arrived, one is enough.
    sums: (world) => sumsOf(world),
  },
  {
    title: 'more is received than an invoice comes to',
    handler: 'apply-changes',
    effects: ['payment', 'money on account'],
    options: { settings: { overpayment: 'post', clearingAccountCode: '090' } },
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: (world) => onFirst(world, 'overpay', { beyondMinor: 700 }),
  },
  {
    title: 'an invoice is given up, and written off',
    handler: 'apply-changes',
    effects: ['credit note create', 'allocation'],
    options: writesOff,
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: (world) => onFirst(world, 'uncollectible'),
  },
  {
    title: 'an invoice that was written off is paid after all',
    handler: 'apply-changes',
    effects: ['allocation taken back', 'credit note void', 'payment'],
    options: writesOff,
    before: async (world) => {
      await world.press('month-end-run', { count: 1 });
      await onFirst(world, 'uncollectible');
    },
    now: (world) => onFirst(world, 'pay'),
  },
  {
    title: 'an invoice is given up, and paid meanwhile',
    handler: 'apply-changes',
    effects: ['credit note create', 'allocation', 'allocation taken back', 'payment'],
    options: writesOff,
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: (world) => onFirst(world, 'uncollectible'),
    meanwhile: (world) => onFirst(world, 'pay'),
    // Where nothing was written off yet, there is nothing to take back.
    sums: (world) => sumsOf(world),
  },
  {
    title: 'an invoice is voided that cannot be voided there',
    handler: 'apply-changes',
    effects: ['credit note create', 'allocation'],
    options: { settings: { voidedDocument: 'void_or_credit' } },
    before: async (world) => {
      await world.press('month-end-run', { count: 1 });
      await onFirst(world, 'pay', { amountMinor: 300 });
    },
    now: (world) => onFirst(world, 'void'),
  },
];

async function onFirst(
  world: BooksWorld,
  action: string,
  input: Record<string, unknown> = {},
): Promise<unknown> {
  const { invoices } = await world.storaState();
  return world.press(action, { invoiceId: invoices[0].id, ...input });
}

interface Shown {
  number: string;
  status: string;
  total: string;
  totalTax: string;
  amountPaid: string;
  amountCredited: string;
}

/** What stands in the end, whatever stood in between. */
async function sumsOf(world: BooksWorld): Promise<unknown> {
  const { invoices, creditNotes } = await world.xeroState();
  const shown = ({ number, status, total, totalTax, amountPaid, amountCredited }: Shown) =>
    [number, status, total, totalTax, amountPaid, amountCredited].join(' ');
  const standing = creditNotes.filter(({ status }: Shown) => status !== 'VOIDED');
  return { invoices: invoices.map(shown), creditNotes: standing.map(shown) };
}
