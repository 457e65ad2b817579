import { describe, expect, it } from 'vitest';
import { aStoraInvoiceLine } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';
import { takeAway } from '../../support/lacking-ledger.ts';
import { givenUp, oneInvoice, over, paid, received, voided } from '../../support/one-invoice.ts';

const writeOffs = { uncollectible: 'credit', badDebtAccountCode: '477' } as const;
/** Several rates have no tax; the operator says which one bad debts bear. */
const ruled = { taxRules: [{ accountCode: '477', rateBasisPoints: 0, taxType: 'NONE' }] };

describe('an invoice that changed before anything was paid', () => {
  it('is changed in the ledger, under the same lines', async () => {
    const life = await oneInvoice();
    await life.shows({});
    const [before] = [...(life.pipeline.xero.world.book('acorn')?.documents.values() ?? [])];

    await life.shows(over(9_000));

    const [after] = [...(life.pipeline.xero.world.book('acorn')?.documents.values() ?? [])];
    expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 AUTHORISED 90.00 90.00'] });
    expect(after?.lines.map(({ lineItemId }) => lineItemId)).toEqual(
      before?.lines.map(({ lineItemId }) => lineItemId),
    );
    expect(await life.issues()).toEqual([]);
    expect((await life.link())?.posted).toMatchObject({ totalMinor: 9_000, taxMinor: 1_500 });
  });

  it('is changed where only its lines are others', async () => {
    const life = await oneInvoice();
    await life.shows({});

    await life.shows({ line_items: [aStoraInvoiceLine({ accounting_code: '201' })] });

    const [invoice] = await life.documents('invoices');
    expect(invoice?.lines).toMatchObject([{ accountCode: '201' }]);
    expect(await life.issues()).toEqual([]);
  });

  it('is changed back, and paid by the sum it has then', async () => {
    const life = await oneInvoice();

    await life.shows({}, over(9_000), {}, paid);

    expect(await life.books()).toMatchObject({
      invoices: ['HBR-0001 PAID 120.00 0.00'],
      payments: ['120.00'],
    });
    expect(await life.issues()).toEqual([]);
  });

  it('is left and asked about where somebody edited it in the ledger', async () => {
    const life = await oneInvoice();
    await life.shows({});
    const book = life.pipeline.xero.world.book('acorn');
    const [document] = [...(book?.documents.values() ?? [])];
    if (document !== undefined)
      book?.documents.set(document.id, {
        ...document,
        lines: document.lines.map((line) => ({ ...line, accountCode: '404' })),
      });

    await life.shows(over(9_000));

    expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 AUTHORISED 120.00 120.00'] });
    expect(await life.issues()).toEqual([
      expect.stringMatching(/^changed_after_posting: .*edited in the ledger, too/),
    ]);
  });

  it.each([
    ['after a payment', [{}, received(1_000), { ...over(9_000), ...received(1_000) }], {}],
    ['where a person is to be asked', [{}, over(9_000)], { changedDocument: 'issue' } as const],
  ])('is asked about %s', async (_when, states, settings) => {
    const life = await oneInvoice({ settings });

    await life.shows(...states);

    expect((await life.documents('invoices'))[0]?.total).toBe('120.00');
    expect(await life.issues()).toEqual([expect.stringMatching(/^changed_after_posting: /)]);
  });

  it('waits while the day that it bears is locked', async () => {
    const life = await oneInvoice();
    await life.shows({});
    await life.pipeline.pressXero('lock-date', { periodLockDay: '2026-11-30' });
    life.pipeline.ports.ledgerFor().catalogue.forget(life.pipeline.clock.nowEpochMs());

    await life.shows(over(9_000));

    expect(await life.issues()).toEqual([expect.stringMatching(/^locked_period: .*2026-11-30/)]);
  });

  it('is changed once when the answer is lost, and whatever it is to become next', async () => {
    let isLost = false;
    const life = await oneInvoice({
      intercept: async (request, answer) => {
        const isAmend =
          request.method === 'POST' && /\/Invoices\/[^/]+$/.test(new URL(request.url).pathname);
        if (isLost || !isAmend) return answer();
        isLost = true;
        await answer();
        throw new TypeError('fetch failed');
      },
    });
    await life.shows({});
    const lost = life.change(over(9_000));
    await life.pipeline.apply([lost]);

    await life.shows({});

    expect(isLost).toBe(true);
    expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 AUTHORISED 120.00 120.00'] });
    expect(await life.issues()).toEqual([]);
    const writes = life.pipeline.stores.activities
      .all()
      .flatMap(({ detail }) => String(detail.writes))
      .filter((write) => write.startsWith('amend'));
    expect(writes).toHaveLength(2);
  });

  it.each([
    { as: 'as another one', changedDocument: 'amend', left: '90.00 90.00', asked: [] },
    {
      as: 'as it was, where a person is to be asked',
      changedDocument: 'issue',
      left: '120.00 120.00',
      asked: [expect.stringMatching(/^changed_after_posting: /)],
    },
  ] as const)('is known again $as, when the answer to its creation was lost', async (one) => {
    let isLost = false;
    const life = await oneInvoice({
      settings: { changedDocument: one.changedDocument },
      intercept: async (request, answer) => {
        const isCreate = request.method === 'PUT' && request.url.includes('/Invoices');
        if (isLost || !isCreate) return answer();
        isLost = true;
        await answer();
        throw new TypeError('fetch failed');
      },
    });
    await life.pipeline.apply([life.change({})]);

    await life.shows(over(9_000));

    expect(isLost).toBe(true);
    expect(await life.books()).toMatchObject({ invoices: [`HBR-0001 AUTHORISED ${one.left}`] });
    expect(await life.issues()).toEqual(one.asked);
  });

  it('stays as a person made it, who edited it before its creation was known of', async () => {
    let isLost = false;
    const life = await oneInvoice({
      intercept: async (request, answer) => {
        const isCreate = request.method === 'PUT' && request.url.includes('/Invoices');
        if (isLost || !isCreate) return answer();
        isLost = true;
        await answer();
        throw new TypeError('fetch failed');
      },
    });
    await life.pipeline.apply([life.change({})]);
    await life.pipeline.pressXero('edit-invoice', { number: 'HBR-0001', account: '260' });

    await life.shows({ status: 'void', amount_due: storaPounds(0) });

    expect(isLost).toBe(true);
    expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 AUTHORISED 120.00 120.00'] });
    expect(await life.issues()).toEqual([expect.stringMatching(/^changed_after_posting: /)]);
  });

  it('is asked about where the ledger takes no changes from us', async () => {
    const life = await oneInvoice();
    await life.shows({});
    takeAway(life.pipeline, 'amendments');

    await life.shows(over(9_000));

    expect(await life.issues()).toEqual([expect.stringMatching(/^changed_after_posting: /)]);
  });
});

describe('an invoice on which more is received than it comes to', () => {
  const more = {
    status: 'paid',
    amount_paid: storaPounds(13_000),
    amount_due: storaPounds(0),
    paid_at: '2026-11-30T10:30:00Z',
  };

  it('is asked about, and nothing is posted, unless it is set otherwise', async () => {
    const life = await oneInvoice();
    await life.shows(more);

    expect(await life.books()).toMatchObject({ payments: [], onAccount: [] });
    expect(await life.issues()).toEqual([expect.stringMatching(/^overpaid: .*£10\.00 too much/)]);
  });

  it('is paid, and the rest goes to the account of the customer', async () => {
    const settings = { overpayment: 'post', clearingAccountCode: '090' } as const;
    const life = await oneInvoice({ settings });
    const message = life.change(more);
    await life.again(message);
    await life.again(life.change({ ...more, purchase_order_number: 'again' } as typeof more));

    expect(await life.books()).toMatchObject({
      invoices: ['HBR-0001 PAID 120.00 0.00'],
      payments: ['120.00'],
      onAccount: ['10.00'],
    });
    expect(await life.issues()).toEqual([]);
    expect((await life.link())?.posted).toMatchObject({ paidMinor: 12_000, overpaidMinor: 1_000 });
  });

  it('is posted once where the answer is lost', async () => {
    let isLost = false;
    const life = await oneInvoice({
      settings: { overpayment: 'post', clearingAccountCode: '090' },
      intercept: async (request, answer) => {
        if (isLost || request.method !== 'PUT' || !request.url.includes('/BankTransactions'))
          return answer();
        isLost = true;
        await answer();
        throw new TypeError('fetch failed');
      },
    });
    const message = life.change(more);
    await life.pipeline.apply([message]);
    life.pipeline.clock.advance(10 * 60_000);

    await life.again(message);

    expect(isLost).toBe(true);
    expect(await life.books()).toMatchObject({ payments: ['120.00'], onAccount: ['10.00'] });
  });

  it('is told in plain words that the right to it is missing', async () => {
    const life = await oneInvoice({
      settings: { overpayment: 'post', clearingAccountCode: '090' },
    });
    takeAway(life.pipeline, 'overpayments');
    await life.shows(more);

    expect(await life.books()).toMatchObject({ payments: ['120.00'], onAccount: [] });
    expect(await life.issues()).toEqual([
      expect.stringMatching(/^overpayment_not_taken: .*£10\.00.*no right/),
    ]);
  });
});

describe('an invoice that was given up', () => {
  it.each([
    ['in the ledger already', [{}, givenUp]],
    ['not in the ledger yet', [givenUp]],
  ])('is written off where that is wanted: %s', async (_where, states) => {
    const life = await oneInvoice({ settings: { ...writeOffs, ...ruled } });

    await life.shows(...states);

    expect(await life.books()).toMatchObject({
      invoices: ['HBR-0001 PAID 120.00 0.00'],
      creditNotes: ['HBR-0001-WO PAID 120.00 0.00'],
    });
    const [note] = await life.documents('creditNotes');
    expect(note?.lines).toMatchObject([{ accountCode: '477', taxType: 'NONE' }]);
    expect(await life.issues()).toEqual([]);
  });

  it('is written off by what is left after the money that came in', async () => {
    const life = await oneInvoice({ settings: { ...writeOffs, ...ruled } });

    await life.shows({}, { ...givenUp, ...received(5_000) });

    expect(await life.books()).toMatchObject({
      payments: ['50.00'],
      creditNotes: ['HBR-0001-WO PAID 70.00 0.00'],
    });
  });

  it('is paid after all: the credit note is taken back', async () => {
    const life = await oneInvoice({ settings: { ...writeOffs, ...ruled } });

    await life.shows({}, givenUp, paid);

    expect(await life.books()).toMatchObject({
      invoices: ['HBR-0001 PAID 120.00 0.00'],
      creditNotes: ['HBR-0001-WO VOIDED 120.00 0.00'],
      payments: ['120.00'],
    });
    expect(await life.issues()).toEqual([]);
  });

  it('is paid in part after all, and the rest is written off anew', async () => {
    const life = await oneInvoice({ settings: { ...writeOffs, ...ruled } });

    await life.shows({}, givenUp, { ...givenUp, ...received(2_000) });

    expect(await life.books()).toMatchObject({
      creditNotes: ['HBR-0001-WO VOIDED 120.00 0.00', 'HBR-0001-WO-2 PAID 100.00 0.00'],
      payments: ['20.00'],
    });
  });

  it.each([['voided after all', { ...voided }, 'VOIDED']])(
    'is %s: the credit note is taken back first',
    async (_how, state, status) => {
      const life = await oneInvoice({ settings: { ...writeOffs, ...ruled } });

      await life.shows({}, givenUp, state);

      const [invoice] = await life.documents('invoices');
      expect(invoice?.status).toBe(status);
      expect(await life.books()).toMatchObject({ creditNotes: ['HBR-0001-WO VOIDED 120.00 0.00'] });
    },
  );

  it.each([
    ['no account is chosen', { uncollectible: 'credit' } as const, 'bad_debt_account_missing'],
    ['several rates have no tax', writeOffs, 'tax_rate_ambiguous'],
    ['a person is to be asked', {}, 'uncollectible'],
  ])('is asked about where %s', async (_why, settings, cause) => {
    const life = await oneInvoice({ settings });

    await life.shows({}, givenUp);

    expect(await life.books()).toMatchObject({ creditNotes: [] });
    expect(await life.issues()).toEqual([expect.stringMatching(new RegExp(`^${cause}: `))]);
  });

  it('is asked about where the credit note cannot be taken back', async () => {
    const life = await oneInvoice({ settings: { ...writeOffs, ...ruled } });
    await life.shows({}, givenUp);
    takeAway(life.pipeline, 'reversals');

    await life.shows(paid);

    expect(await life.issues()).toEqual([expect.stringMatching(/^write_off_stands: .*HBR-0001/)]);
    expect(await life.books()).toMatchObject({ payments: [] });
  });
});
