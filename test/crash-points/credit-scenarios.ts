import type { BooksScenario } from './books-scenario.ts';
import type { BooksWorld } from './books-world.ts';

const ada = { email: 'ada@example.org', full_name: 'Ada Byron' };

/** Credit notes, of what is paid and of what is not. */
export const creditsListed: BooksScenario[] = [
  {
    title: 'a credit before payment',
    handler: 'apply-changes',
    effects: ['credit note create', 'allocation', 'history note'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: async (world) =>
      world.press('credit', { invoiceId: await firstInvoice(world), amountMinor: 300 }),
  },
  {
    title: 'a credit after payment, which is paid back',
    handler: 'apply-changes',
    effects: ['credit note create', 'refund', 'history note'],
    options: { settings: { postPaymentCredit: 'refund' } },
    before: async (world) => {
      await world.press('month-end-run', { count: 1 });
      await world.press('pay-all');
    },
    now: async (world) =>
      world.press('credit', { invoiceId: await firstInvoice(world), amountMinor: 300 }),
  },
  {
    title: 'a credit after payment, which is set against another invoice',
    handler: 'apply-changes',
    effects: ['credit note create', 'allocation', 'history note'],
    options: { settings: { postPaymentCredit: 'allocate' } },
    before: async (world) => {
      await world.press('new-booking', ada);
      await world.press('pay-all');
      await world.press('new-booking', { contactId: await adasId(world) });
    },
    now: async (world) =>
      world.press('credit', { invoiceId: await firstInvoice(world), amountMinor: 300 }),
  },
  {
    title: 'a new invoice, which is credited and paid meanwhile',
    handler: 'apply-changes',
    effects: ['invoice create', 'credit note create', 'allocation', 'payment'],
    before: (world) => world.press('month-end-run', { count: 1 }),
    now: (world) => world.press('month-end-run', { count: 1 }),
    meanwhile: async (world) => {
      await world.press('credit', { invoiceId: await lastInvoice(world), amountMinor: 300 });
      await world.press('pay-all');
    },
  },
];

async function firstInvoice(world: BooksWorld): Promise<string> {
  return (await world.storaState()).invoices[0].id;
}

async function lastInvoice(world: BooksWorld): Promise<string> {
  return (await world.storaState()).invoices.at(-1).id;
}

async function adasId(world: BooksWorld): Promise<string> {
  const { contacts } = await world.storaState();
  return contacts.find(({ email }: { email: string }) => email === ada.email).id;
}
