import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasXeroContract, openXeroContract } from './support/xero-contract.ts';
import { aCreditNoteDraft, accepted, XeroUnderTest } from './support/xero-under-test.ts';

// Where the description of the API is there, every request of these tests is held against it as well.
const contract = hasXeroContract ? await openXeroContract() : undefined;

let xero: XeroUnderTest;

beforeEach(async () => {
  xero = await XeroUnderTest.open(contract);
});

afterEach(() => {
  expect(xero.problems()).toEqual([]);
});

const missing = '7f1d1a4e-3f57-4c1d-9a26-0a4a2b8f0c11';
const payment = { accountCode: '090', date: '2026-11-30', currency: 'GBP', reference: 'r' };

describe('payments', () => {
  it('are posted to the clearing account and shown on the invoice', async () => {
    const invoiceTargetId = await xero.invoice();
    const drafts = [
      { ...payment, invoiceTargetId, amountMinor: 4_001, reference: 'inv_0001:4001' },
      { ...payment, invoiceTargetId, amountMinor: 99, reference: 'inv_0001:4100' },
    ];
    const [first, second] = await xero.ledger.payments.create(drafts, xero.key());

    expect(await xero.ledger.payments.of([invoiceTargetId])).toEqual(
      new Map([[invoiceTargetId, [accepted(first), accepted(second)]]]),
    );
    expect(accepted(first)).toMatchObject({
      reference: 'inv_0001:4001',
      amountMinor: 4_001,
      isDeleted: false,
    });
    expect(await xero.ledger.invoices.find(['ACORN-1'])).toMatchObject([
      { paidMinor: 4_100, dueMinor: 7_900 },
    ]);
  });

  it.each([
    ['larger than what is due', { amountMinor: 12_001 }, 'payment_exceeds_due'],
    ['to an account that takes none', { accountCode: '200' }, 'clearing_account_refused'],
    ['on a locked day', { date: '2026-03-31' }, 'locked_period'],
  ])('that are %s are refused', async (...[, change, cause]) => {
    const invoiceTargetId = await xero.invoice();
    const draft = { ...payment, invoiceTargetId, amountMinor: 100, ...change };

    expect(await xero.ledger.payments.create([draft], xero.key())).toEqual([
      { ok: false, cause, detail: '' },
    ]);
  });

  it('are read in the currency of each, whatever its number of digits', async () => {
    const invoiceTargetId = missing;
    xero.scripted.push(() =>
      Response.json({
        Payments: [
          { PaymentID: 'a', Amount: 4_001, StatusAttributeString: 'OK' },
          { PaymentID: 'b', Amount: 40.01, StatusAttributeString: 'OK' },
        ],
      }),
    );
    const drafts = [
      { ...payment, invoiceTargetId, currency: 'JPY', amountMinor: 4_001 },
      { ...payment, invoiceTargetId, currency: 'GBP', amountMinor: 4_001 },
    ];

    const written = await xero.ledger.payments.create(drafts, xero.key());

    expect(written.map((one) => accepted(one).amountMinor)).toEqual([4_001, 4_001]);
  });

  it('of an invoice that is gone are none', async () => {
    expect(await xero.ledger.payments.of([missing])).toEqual(new Map());
  });
});

describe('credit notes', () => {
  it('arrive to the penny and are found by their number', async () => {
    const contactTargetId = await xero.contact();
    const drafts = [aCreditNoteDraft({ contactTargetId })];
    const [written] = await xero.ledger.credits.create(drafts, xero.key());

    expect(accepted(written)).toMatchObject({
      number: 'ACORN-1-CN',
      reference: 'cred_0001',
      contactTargetId,
      totalMinor: 12_000,
      taxMinor: 2_000,
      dueMinor: 12_000,
      status: 'AUTHORISED',
    });
    expect(await xero.ledger.credits.find(['ACORN-1-CN', 'NONE'])).toEqual([accepted(written)]);
  });

  it('are not all found when no number is asked for', async () => {
    const contactTargetId = await xero.contact();
    await xero.ledger.credits.create([aCreditNoteDraft({ contactTargetId })], xero.key());

    expect(await xero.ledger.credits.find([])).toEqual([]);
    expect(await xero.ledger.credits.find(['A"'])).toEqual([]);
  });

  it('of a taken number are refused', async () => {
    const contactTargetId = await xero.contact();
    const drafts = [aCreditNoteDraft({ contactTargetId })];
    await xero.ledger.credits.create(drafts, xero.key());

    expect(await xero.ledger.credits.create(drafts, xero.key())).toMatchObject([
      { ok: false, cause: 'number_taken' },
    ]);
  });

  describe('set against their invoice', () => {
    let invoiceTargetId: string;
    let creditNoteTargetId: string;

    beforeEach(async () => {
      const contactTargetId = await xero.contact();
      invoiceTargetId = await xero.invoice({ contactTargetId });
      const drafts = [aCreditNoteDraft({ contactTargetId })];
      const [note] = await xero.ledger.credits.create(drafts, xero.key());
      creditNoteTargetId = accepted(note).targetId;
    });

    const allocate = (amountMinor: number, date = '2026-11-30') =>
      xero.ledger.credits.allocate(
        { creditNoteTargetId, invoiceTargetId, amountMinor, currency: 'GBP', date },
        xero.key(),
      );

    it('show what is allocated to which invoice', async () => {
      accepted(await allocate(1_001));
      accepted(await allocate(2_000));

      expect(await xero.ledger.credits.allocatedTo(creditNoteTargetId, invoiceTargetId)).toBe(
        3_001,
      );
      expect(await xero.ledger.credits.allocatedTo(creditNoteTargetId, missing)).toBe(0);
      expect(await xero.ledger.credits.allocatedTo(missing, invoiceTargetId)).toBe(0);
    });

    it('take no more than is due', async () => {
      accepted(await allocate(11_000));

      expect(await allocate(1_001)).toEqual({
        ok: false,
        cause: 'credit_exceeds_invoice',
        detail: '',
      });
    });

    it('respect locked days', async () => {
      expect(await allocate(1, '2026-01-01')).toMatchObject({ cause: 'locked_period' });
    });
  });
});

describe('history notes', () => {
  it.each(['invoice', 'credit_note'] as const)('stand on a posted %s', async (kind) => {
    const contactTargetId = await xero.contact();
    const notes = [aCreditNoteDraft({ contactTargetId })];
    const targetId =
      kind === 'invoice'
        ? await xero.invoice({ contactTargetId })
        : accepted((await xero.ledger.credits.create(notes, xero.key()))[0]).targetId;
    await xero.ledger.history.add(kind, targetId, {
      text: 'Posted by Rollerdoor.',
      key: { value: 'k' },
    });

    expect(await xero.ledger.history.notesOf(kind, targetId)).toContain('Posted by Rollerdoor.');
  });

  it('of a document that is gone are none', async () => {
    expect(await xero.ledger.history.notesOf('invoice', missing)).toEqual([]);
  });
});
