import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasXeroContract, openXeroContract } from './support/xero-contract.ts';
import { accepted, anInvoiceDraft, XeroUnderTest } from './support/xero-under-test.ts';

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
const usualLine = anInvoiceDraft().lines[0];
if (usualLine === undefined) throw new Error('The built invoice has no line.');

describe('invoices', () => {
  it('arrive to the penny, tax-inclusive, with account, rate and site', async () => {
    const contactTargetId = await xero.contact();
    const [written] = await xero.ledger.invoices.create([anInvoiceDraft({ contactTargetId })], {
      value: 'k',
    });

    const document = accepted(written);
    expect(document).toEqual({
      targetId: document.targetId,
      number: 'ACORN-1',
      day: '2026-11-30',
      reference: 'inv_0001',
      contactTargetId,
      currency: 'GBP',
      totalMinor: 12_000,
      taxMinor: 2_000,
      paidMinor: 0,
      dueMinor: 12_000,
      status: 'AUTHORISED',
      lines: [
        {
          lineId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          description: 'Unit 12, November',
          accountCode: '200',
          taxType: 'OUTPUT2',
          totalMinor: 12_000,
          taxMinor: 2_000,
          tracking: { categoryName: 'Location', optionName: 'Acorn Leeds' },
        },
      ],
    });
    expect(xero.book.documents.get(document.targetId)).toMatchObject({
      type: 'ACCREC',
      day: '2026-11-30',
      dueDay: '2026-12-14',
      lineAmountTypes: 'Inclusive',
      lines: [
        {
          description: 'Unit 12, November',
          accountCode: '200',
          taxType: 'OUTPUT2',
          tracking: [{ name: 'Location', option: 'Acorn Leeds' }],
        },
      ],
    });
  });

  it('carry a tax of a penny beside exactly where it was asked for', async () => {
    const contactTargetId = await xero.contact();
    const line = { ...usualLine, taxAmountMinor: 1_999 };
    const [written] = await xero.ledger.invoices.create(
      [anInvoiceDraft({ contactTargetId, lines: [line] })],
      { value: 'k' },
    );

    expect(accepted(written)).toMatchObject({ totalMinor: 12_000, taxMinor: 1_999 });
  });

  it('leave the contact as it is', async () => {
    const contactTargetId = await xero.contact();
    const before = xero.book.contacts.get(contactTargetId);
    await xero.invoice({ contactTargetId });

    expect(xero.book.contacts.get(contactTargetId)).toEqual({ ...before, isCustomer: true });
  });

  it('can stay drafts', async () => {
    const targetId = await xero.invoice({ status: 'DRAFT' });

    expect(xero.book.documents.get(targetId)?.status).toBe('DRAFT');
  });

  it.each([
    ['a taken number', {}, 'number_taken'],
    [
      'an archived account',
      { lines: [{ ...usualLine, accountCode: '205' }] },
      'account_archived',
      '205',
    ],
    [
      'an unknown account',
      { lines: [{ ...usualLine, accountCode: '999' }] },
      'account_not_usable',
      '999',
    ],
    ['a rate for purchases', { lines: [{ ...usualLine, taxType: 'INPUT2' }] }, 'tax_type_rejected'],
    ['a locked day', { date: '2026-03-31' }, 'locked_period'],
    ['a currency that is not enabled', { currency: 'EUR' }, 'currency_not_enabled', 'EUR'],
    [
      'a site that is not there',
      {
        lines: [{ ...usualLine, tracking: { categoryName: 'Location', optionName: 'York' } }],
      },
      'tracking_missing',
      'York',
    ],
  ])(
    'with %s are refused, and the others of the batch are not',
    async (...[, change, cause, detail = '']) => {
      const contactTargetId = await xero.contact();
      await xero.invoice({ contactTargetId, number: 'TAKEN' });
      const drafts = [
        anInvoiceDraft({ contactTargetId, number: 'GOOD-1' }),
        anInvoiceDraft({ contactTargetId, number: 'TAKEN', ...change }),
        anInvoiceDraft({ contactTargetId, number: 'GOOD-2' }),
      ];
      if (cause !== 'number_taken') drafts[1] = anInvoiceDraft({ contactTargetId, ...change });

      expect(await xero.ledger.invoices.create(drafts, xero.key())).toMatchObject([
        { ok: true, value: { number: 'GOOD-1' } },
        { ok: false, cause, detail },
        { ok: true, value: { number: 'GOOD-2' } },
      ]);
    },
  );

  it('of an archived customer are refused', async () => {
    const contactTargetId = await xero.contact();
    const standing = xero.book.contacts.get(contactTargetId);
    if (standing === undefined) throw new Error('The contact is not in the books.');
    xero.book.contacts.set(contactTargetId, { ...standing, status: 'ARCHIVED' });
    const written = await xero.ledger.invoices.create([anInvoiceDraft({ contactTargetId })], {
      value: 'k',
    });

    expect(written).toMatchObject([{ ok: false, cause: 'contact_archived' }]);
  });

  it('never overwrite one that somebody entered under the same number', async () => {
    const contactTargetId = await xero.contact();
    const targetId = await xero.invoice({ contactTargetId, reference: 'by hand' });
    await xero.ledger.invoices.create([anInvoiceDraft({ contactTargetId })], xero.key());

    expect(xero.book.documents.get(targetId)?.reference).toBe('by hand');
    expect(xero.book.documents.size).toBe(1);
  });

  it('are found by their numbers, whatever signs those hold', async () => {
    const contactTargetId = await xero.contact();
    const targetId = await xero.invoice({ contactTargetId, number: 'A/1 & ä' });
    await xero.invoice({ contactTargetId, number: 'OTHER' });

    expect(await xero.ledger.invoices.find(['A/1 & ä', 'NONE'])).toMatchObject([
      { targetId, number: 'A/1 & ä', contactTargetId, totalMinor: 12_000 },
    ]);
  });

  it('are not all found when no number is asked for', async () => {
    await xero.invoice();

    expect(await xero.ledger.invoices.find([])).toEqual([]);
  });

  it('are told apart from bills and from deleted drafts of the same number', async () => {
    const base = { InvoiceNumber: 'A-1', CurrencyCode: 'GBP', Total: 1, TotalTax: 0 };
    xero.scripted.push(() =>
      Response.json({
        Invoices: [
          { ...base, InvoiceID: 'bill', Type: 'ACCPAY', Status: 'AUTHORISED' },
          { ...base, InvoiceID: 'gone', Type: 'ACCREC', Status: 'DELETED' },
          { ...base, InvoiceID: 'ours', Type: 'ACCREC', Status: 'PAID', AmountPaid: 1 },
        ],
      }),
    );

    expect(await xero.ledger.invoices.find(['A-1'])).toMatchObject([
      { targetId: 'ours', paidMinor: 100, contactTargetId: '' },
    ]);
  });

  it('are voided by their id', async () => {
    const targetId = await xero.invoice();

    expect(
      accepted(await xero.ledger.invoices.void({ targetId, isDraft: false }, xero.key())),
    ).toMatchObject({
      targetId,
      status: 'VOIDED',
    });
  });

  it('that nobody approved are deleted instead, and still found by their id', async () => {
    const targetId = await xero.invoice({ status: 'DRAFT' });

    const answer = await xero.ledger.invoices.void({ targetId, isDraft: true }, xero.key());

    expect(accepted(answer)).toMatchObject({ targetId, status: 'DELETED' });
    expect(await xero.ledger.invoices.get(targetId)).toMatchObject({ status: 'DELETED' });
  });

  it('are not found by an id that the ledger does not know', async () => {
    expect(await xero.ledger.invoices.get('11111111-2222-4333-8444-555555555555')).toBeUndefined();
  });

  it('with a payment are not voided', async () => {
    const targetId = await xero.invoice();
    const draft = { ...payment, invoiceTargetId: targetId, amountMinor: 100 };
    accepted((await xero.ledger.payments.create([draft], xero.key()))[0]);

    expect(await xero.ledger.invoices.void({ targetId, isDraft: false }, xero.key())).toEqual({
      ok: false,
      cause: 'status_forbids_change',
      detail: '',
    });
  });

  it('that are not there cannot be voided, which is a definite no', async () => {
    expect(
      await xero.ledger.invoices.void({ targetId: missing, isDraft: false }, xero.key()),
    ).toMatchObject({ ok: false, cause: 'record_gone' });
  });
});
