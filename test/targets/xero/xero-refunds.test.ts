import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasXeroContract, openXeroContract } from './support/xero-contract.ts';
import {
  aCreditNoteDraft,
  accepted,
  anInvoiceDraft,
  XeroUnderTest,
} from './support/xero-under-test.ts';

// Where the description of the API is there, every request of these tests is held against it as well.
const contract = hasXeroContract ? await openXeroContract() : undefined;

let xero: XeroUnderTest;
let contactTargetId: string;
let creditNoteTargetId: string;

beforeEach(async () => {
  xero = await XeroUnderTest.open(contract);
  contactTargetId = await xero.contact();
  const drafts = [aCreditNoteDraft({ contactTargetId })];
  const [note] = await xero.ledger.credits.create(drafts, xero.key());
  creditNoteTargetId = accepted(note).targetId;
});

afterEach(() => {
  expect(xero.problems()).toEqual([]);
});

const missing = '7f1d1a4e-3f57-4c1d-9a26-0a4a2b8f0c11';
const refund = {
  accountCode: '091',
  date: '2026-11-30',
  currency: 'GBP',
  reference: 'cred_1:4001',
};

const payBack = (amountMinor: number, change: Partial<typeof refund> = {}) =>
  xero.ledger.refunds.create({ ...refund, creditNoteTargetId, amountMinor, ...change }, xero.key());

describe('a refund', () => {
  it('is paid from the clearing account and shown on the credit note', async () => {
    const written = await payBack(4_001);

    expect(accepted(written)).toMatchObject({
      reference: 'cred_1:4001',
      amountMinor: 4_001,
      isDeleted: false,
    });
    expect(await xero.ledger.refunds.of(creditNoteTargetId)).toEqual([accepted(written)]);
    expect(await xero.ledger.reversals.get(creditNoteTargetId)).toMatchObject({ dueMinor: 7_999 });
  });

  it.each([
    ['of more than is left', 12_001, {}, 'payment_exceeds_due'],
    ['from an account that takes none', 100, { accountCode: '200' }, 'clearing_account_refused'],
    ['on a locked day', 100, { date: '2026-03-31' }, 'locked_period'],
  ])('%s is refused', async (...[, amountMinor, change, cause]) => {
    expect(await payBack(amountMinor, change)).toMatchObject({ ok: false, cause });
  });

  it('of a credit note that is gone is none', async () => {
    expect(await xero.ledger.refunds.of(missing)).toEqual([]);
  });
});

describe('a credit note that is taken out of the books', () => {
  it('is voided', async () => {
    const voided = await xero.ledger.reversals.void(
      { creditNoteTargetId, isDraft: false },
      xero.key(),
    );

    expect(accepted(voided)).toMatchObject({ status: 'VOIDED' });
  });

  it('stays where something was paid back', async () => {
    accepted(await payBack(1));

    expect(
      await xero.ledger.reversals.void({ creditNoteTargetId, isDraft: false }, xero.key()),
    ).toMatchObject({
      ok: false,
      cause: 'status_forbids_change',
    });
  });

  it('is unknown where there is none', async () => {
    expect(await xero.ledger.reversals.get(missing)).toBeUndefined();
  });
});

describe('open invoices of a customer', () => {
  it('are those that are approved and have something due', async () => {
    const of = (number: string, more = {}) =>
      xero.invoice({ contactTargetId, number, reference: number, ...more });
    const open = await of('A-1');
    const settled = await of('A-2');
    await of('A-3', { status: 'DRAFT' });
    const other = await xero.contact('con_0002', 'Grace Hopper');
    await xero.invoice({ contactTargetId: other, number: 'B-1', reference: 'B-1' });
    const payment = { ...refund, accountCode: '091', amountMinor: 12_000 };
    await xero.ledger.payments.create([{ ...payment, invoiceTargetId: settled }], xero.key());

    const found = await xero.ledger.openInvoices.of(contactTargetId);

    expect(found).toMatchObject([{ targetId: open, dueMinor: 12_000, reference: 'A-1' }]);
    expect(await xero.ledger.openInvoices.of(missing)).toEqual([]);
  });

  it('are found page by page', async () => {
    const drafts = Array.from({ length: 101 }, (_, at) =>
      anInvoiceDraft({ contactTargetId, number: `P-${at}`, reference: `p${at}` }),
    );
    for (const some of [drafts.slice(0, 50), drafts.slice(50, 100), drafts.slice(100)])
      await xero.ledger.invoices.create(some, xero.key());

    expect(await xero.ledger.openInvoices.of(contactTargetId)).toHaveLength(101);
  });
});
