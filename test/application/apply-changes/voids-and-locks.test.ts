import { describe, expect, it } from 'vitest';
import { storaPounds } from '../../builders/stora-money.ts';
import {
  givenUp,
  type OneInvoice,
  oneInvoice,
  over,
  paid,
  received,
  voided,
} from '../../support/one-invoice.ts';

const credits = { voidedDocument: 'void_or_credit' } as const;

async function lock({ pipeline }: OneInvoice, periodLockDay: string): Promise<void> {
  await pipeline.pressXero('lock-date', { periodLockDay });
  pipeline.ports.ledgerFor().catalogue.forget(pipeline.clock.nowEpochMs());
}

describe('an invoice that is voided at the source', () => {
  it('is voided there, too, where it can be, whatever else would be credited', async () => {
    const life = await oneInvoice({ settings: credits });

    await life.shows({}, voided);

    expect(await life.books()).toMatchObject({
      invoices: ['HBR-0001 VOIDED 120.00 0.00'],
      creditNotes: [],
    });
  });

  it('is left to a person where that is wanted', async () => {
    const life = await oneInvoice({ settings: { voidedDocument: 'issue' } });

    await life.shows({}, voided);

    expect(await life.issues()).toEqual([expect.stringMatching(/^voided_at_source: /)]);
    expect((await life.documents('invoices'))[0]?.status).toBe('AUTHORISED');
  });

  it('is credited on an open day where its own is locked', async () => {
    const life = await oneInvoice({ settings: credits });
    await life.shows({});
    await lock(life, '2026-11-30');

    await life.shows(voided);

    expect(await life.books()).toMatchObject({
      invoices: ['HBR-0001 PAID 120.00 0.00'],
      creditNotes: ['HBR-0001-VOID PAID 120.00 0.00'],
    });
    const [invoice] = await life.documents('invoices');
    const [note] = await life.documents('creditNotes');
    expect(note?.date).toBe('2026-12-01');
    expect(note?.lines).toMatchObject([
      { accountCode: invoice?.lines[0]?.accountCode, taxType: 'OUTPUT2', lineAmount: '120.00' },
    ]);
    expect(await life.issues()).toEqual([]);
  });

  it('is credited where money is on it, which stays with the customer', async () => {
    const life = await oneInvoice({ settings: credits });

    await life.shows({}, received(5_000), { ...voided, amount_paid: storaPounds(5_000) });

    expect(await life.books()).toMatchObject({
      invoices: ['HBR-0001 PAID 120.00 0.00'],
      // 70.00 are set against the invoice, 50.00 are open.
      creditNotes: ['HBR-0001-VOID AUTHORISED 120.00 50.00'],
      payments: ['50.00'],
    });
    expect(await life.issues()).toEqual([]);
  });

  it('is credited after money that came before the end is posted', async () => {
    const life = await oneInvoice({ settings: credits });

    await life.shows({}, { ...voided, amount_paid: storaPounds(5_000) });

    expect(await life.books()).toMatchObject({
      creditNotes: ['HBR-0001-VOID AUTHORISED 120.00 50.00'],
      payments: ['50.00'],
    });
  });

  it.each([
    ['it has money on it', [{}, received(5_000), { ...voided, amount_paid: storaPounds(5_000) }]],
    ['money came before the end', [{}, { ...voided, amount_paid: storaPounds(5_000) }]],
  ])('is asked about where %s and nothing may be credited', async (_why, states) => {
    const life = await oneInvoice();

    await life.shows(...states);

    expect(await life.issues()).toEqual([expect.stringMatching(/^void_but_paid: /)]);
    expect(await life.books()).toMatchObject({ creditNotes: [] });
  });

  it('goes on where a worker died after each step', async () => {
    const steps = [/\/CreditNotes\?/, /\/Allocations/];
    for (const step of steps) {
      let isLost = false;
      const life = await oneInvoice({
        settings: credits,
        intercept: async (request, answer) => {
          if (isLost || request.method !== 'PUT' || !step.test(request.url)) return answer();
          isLost = true;
          await answer();
          throw new TypeError('fetch failed');
        },
      });
      await life.shows({}, received(5_000));
      const message = life.change({ ...voided, amount_paid: storaPounds(5_000) });
      await life.pipeline.apply([message]);
      life.pipeline.clock.advance(10 * 60_000);

      await life.again(message);

      expect(isLost).toBe(true);
      expect(await life.books()).toMatchObject({
        creditNotes: ['HBR-0001-VOID AUTHORISED 120.00 50.00'],
      });
      expect(await life.issues()).toEqual([]);
    }
  });
});

describe('an invoice of a locked period', () => {
  const inNovember = '2026-11-30';

  it('waits, and goes as it is once the lock is gone', async () => {
    const life = await oneInvoice();
    await lock(life, inNovember);
    const message = life.change({});
    await life.again(message);
    expect(await life.issues()).toEqual([expect.stringMatching(/^locked_period: .*2026-11-30/)]);

    await lock(life, '2026-10-31');
    await life.again(message);

    expect((await life.documents('invoices'))[0]?.date).toBe(inNovember);
    expect(await life.issues()).toEqual([]);
  });

  it('goes to the first open day, by the later of both locks, and tells its own', async () => {
    const life = await oneInvoice({ settings: { lockedPeriod: 'next_open_day' } });
    await life.pipeline.pressXero('lock-date', {
      periodLockDay: '2026-12-31',
      endOfYearLockDay: inNovember,
    });

    await life.shows(paid);

    const [invoice] = await life.documents('invoices');
    expect(invoice).toMatchObject({ date: '2027-01-01', status: 'PAID' });
    expect(invoice?.lines[0]?.description).toMatch(/\(raised on 2026-11-30\)$/);
    const { payments } = await life.pipeline.xeroState();
    expect(payments).toMatchObject([{ date: '2027-01-01' }]);
    expect(await life.issues()).toEqual([]);
  });

  it('can still be changed there', async () => {
    const life = await oneInvoice({ settings: { lockedPeriod: 'next_open_day' } });
    await lock(life, inNovember);

    await life.shows({}, over(9_000));

    const [invoice] = await life.documents('invoices');
    expect(invoice).toMatchObject({ date: '2026-12-01', total: '90.00' });
    expect(await life.issues()).toEqual([]);
  });

  it('is left as a draft; its payment waits for the approval', async () => {
    const life = await oneInvoice({ settings: { lockedPeriod: 'draft' } });
    await lock(life, inNovember);

    await life.shows({ ...paid, paid_at: '2026-12-02T09:00:00Z' });

    expect(await life.books()).toMatchObject({
      invoices: ['HBR-0001 DRAFT 120.00 120.00'],
      payments: [],
    });
    expect(await life.issues()).toEqual([expect.stringMatching(/^draft_to_approve: .*HBR-0001/)]);
  });

  it.each([
    ['hold', 'locked_period'],
    ['draft', 'locked_period'],
  ] as const)('keeps a payment of a locked day out: %s', async (lockedPeriod, cause) => {
    const life = await oneInvoice({ settings: { lockedPeriod } });
    await life.shows({ finalized_at: '2026-12-03T09:00:00Z' });
    await lock(life, '2026-12-02');

    await life.shows({
      ...paid,
      finalized_at: '2026-12-03T09:00:00Z',
      paid_at: '2026-12-01T09:00:00Z',
    });

    expect(await life.issues()).toEqual([expect.stringMatching(new RegExp(`^${cause}: `))]);
    expect(await life.books()).toMatchObject({ payments: [] });
  });
});

describe('an invoice in another currency than the organisation’s', () => {
  const euro = (amount: number) => ({ amount, currency: 'EUR' });
  const inEuro = {
    tax: euro(2_000),
    total: euro(12_000),
    amount_paid: euro(0),
    amount_due: euro(12_000),
    pre_payment_credit_notes_amount: euro(0),
    line_items: [
      {
        description: 'unit',
        accounting_code: '200',
        quantity: 1,
        price: euro(12_000),
        tax: euro(2_000),
        total: euro(12_000),
      },
    ],
  };
  const paidInEuro = { ...inEuro, status: 'paid', amount_paid: euro(12_000), amount_due: euro(0) };

  async function withEuro(settings: Parameters<typeof oneInvoice>[0]) {
    const life = await oneInvoice(settings);
    await life.pipeline.pressXero('organisation', { foreignCurrencies: 'EUR' });
    return life;
  }

  it('is posted where that is wanted, and paid to a bank account in that currency', async () => {
    const settings = {
      foreignCurrency: 'post',
      clearingAccounts: { card: '092' },
    } as const;
    const life = await withEuro({ settings });

    await life.shows({ ...paidInEuro, subscription: { payment_method: 'card' } });

    expect(await life.books()).toMatchObject({
      invoices: ['HBR-0001 PAID 120.00 0.00'],
      payments: ['120.00'],
    });
    const { payments } = await life.pipeline.xeroState();
    expect(payments).toMatchObject([{ accountCode: '092' }]);
  });

  it('is not paid to an account in another, for which nobody told us a rate', async () => {
    const life = await withEuro({ settings: { foreignCurrency: 'post' } });

    await life.shows(paidInEuro);

    expect(await life.books()).toMatchObject({ payments: [] });
    expect(await life.issues()).toEqual([
      expect.stringMatching(/^clearing_account_currency: .*091, EUR/),
    ]);
  });
});

describe('an invoice of nought', () => {
  const nothing = { ...over(0), amount_paid: storaPounds(0) };

  it.each([
    ['open', [nothing]],
    ['paid', [{ ...nothing, status: 'paid' }]],
    ['given up', [nothing, { ...nothing, ...givenUp }]],
    ['given up before it was posted', [{ ...nothing, ...givenUp }]],
  ])('is posted, and nothing is paid or written off: %s', async (_how, states) => {
    const life = await oneInvoice({
      settings: { uncollectible: 'credit', badDebtAccountCode: '477' },
    });

    await life.shows(...states);

    expect(await life.books()).toMatchObject({
      invoices: ['HBR-0001 PAID 0.00 0.00'],
      payments: [],
      creditNotes: [],
    });
    expect(await life.issues()).toEqual([]);
  });

  it('is voided', async () => {
    const life = await oneInvoice();

    await life.shows(nothing, { ...nothing, ...voided });

    expect((await life.documents('invoices'))[0]?.status).toBe('VOIDED');
  });
});

describe('payments', () => {
  it.each([
    ['by card', { order: { payment_method: 'card' } }, '090'],
    ['by direct debit', { subscription: { order: { payment_method: 'bacs_debit' } } }, '091'],
    ['in a way that is not told', {}, '091'],
  ])('go to the account of how they were made: %s', async (_how, origin, account) => {
    const life = await oneInvoice({ settings: { clearingAccounts: { card: '090' } } });

    await life.shows({ ...paid, ...origin });

    const { payments } = await life.pipeline.xeroState();
    expect(payments).toMatchObject([{ accountCode: account }]);
  });
});
