import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerDocument } from '../../../infra/local/vendors/xero/core/book.ts';
import type { DocumentKind } from '../../../shared/contracts/ids.ts';
import { ProviderError } from '../../../shared/domain/errors/errors.ts';
import { hasXeroContract, openXeroContract } from './support/xero-contract.ts';
import { aCreditNoteDraft, accepted, XeroUnderTest } from './support/xero-under-test.ts';

const contract = hasXeroContract ? await openXeroContract() : undefined;

let xero: XeroUnderTest;

beforeEach(async () => {
  xero = await XeroUnderTest.open(contract);
});

afterEach(() => {
  expect(xero.problems()).toEqual([]);
});

const november = { fromDay: '2026-11-01', beforeDay: '2026-12-01', page: 1 };

async function numbersOf(kind: DocumentKind, place = november): Promise<string[]> {
  const { records } = await xero.ledger.periods.documents(kind, place);
  return records.map(({ number }) => number).sort();
}

describe('the documents of a period', () => {
  it('are those that bear a day of it, whoever entered them and whatever their status', async () => {
    const contactTargetId = await xero.contact();
    const dates = ['2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01'];
    for (const date of dates)
      await xero.invoice({ contactTargetId, date, dueDate: date, number: `N-${date}` });
    const targetId = await xero.invoice({ contactTargetId, number: 'N-void' });
    await xero.ledger.invoices.void({ targetId, isDraft: false }, xero.key());

    expect(await numbersOf('invoice')).toEqual(['N-2026-11-01', 'N-2026-11-30', 'N-void']);
    const { records } = await xero.ledger.periods.documents('invoice', november);
    expect(records.find(({ number }) => number === 'N-void')?.status).toBe('VOIDED');
  });

  it('come with lines, tax included, also where a person entered them without', async () => {
    const id = await xero.invoice();
    const [usual] = (await xero.ledger.periods.documents('invoice', november)).records;
    expect(usual?.lines).toMatchObject([
      { accountCode: '200', taxType: 'OUTPUT2', totalMinor: 12_000, taxMinor: 2_000 },
    ]);

    const stored = xero.book.documents.get(id) as LedgerDocument;
    const lines = stored.lines.map((line) => ({ ...line, lineAmountMinor: 10_000n }));
    xero.book.documents.set(id, { ...stored, lineAmountTypes: 'Exclusive', lines });
    const [other] = (await xero.ledger.periods.documents('invoice', november)).records;
    expect(other?.lines).toMatchObject([{ totalMinor: 12_000, taxMinor: 2_000 }]);
    expect((await xero.ledger.invoices.get(id))?.lines).toBeUndefined();
  });

  it('are no bills', async () => {
    const id = await xero.invoice();
    const stored = xero.book.documents.get(id) as LedgerDocument;
    xero.book.documents.set(id, { ...stored, type: 'ACCPAY' });

    expect(await numbersOf('invoice')).toEqual([]);
  });

  it('come in pages of a hundred, none twice and none left out', async () => {
    const stored = xero.book.documents.get(await xero.invoice()) as LedgerDocument;
    for (let at = 0; at < 150; at += 1)
      xero.book.documents.set(`d-${at}`, { ...stored, id: `d-${at}`, number: `D-${at}` });
    const { periods } = xero.ledger;
    const first = await periods.documents('invoice', november);
    const second = await periods.documents('invoice', { ...november, page: 2 });

    expect([first.isLast, second.isLast]).toEqual([false, true]);
    expect(new Set([...first.records, ...second.records].map(({ number }) => number)).size).toBe(
      151,
    );
  });

  it('are given in an organisation of high volume, too', async () => {
    xero.vendors.xero.world.highVolume.add('acorn');
    await xero.invoice();

    expect(await numbersOf('invoice')).toEqual(['ACORN-1']);
  });

  it('are counted where they cannot be read, and the others are given', async () => {
    await xero.invoice();
    xero.scripted.push(() =>
      Response.json({ Invoices: [{ InvoiceID: 'i-1', CurrencyCode: 'GBP', Total: 0.123 }] }),
    );

    expect(await xero.ledger.periods.documents('invoice', november)).toEqual({
      records: [],
      unreadable: 1,
      isLast: true,
    });
  });

  it('are credit notes where those are asked for', async () => {
    const contactTargetId = await xero.contact();
    await xero.ledger.credits.create([aCreditNoteDraft({ contactTargetId })], xero.key());

    expect(await numbersOf('credit_note')).toEqual(['ACORN-1-CN']);
    expect(await numbersOf('credit_note', { ...november, beforeDay: '2026-11-30' })).toEqual([]);
  });

  it('are never none because the list was not given', async () => {
    xero.failNext('500-not-applied', 3);

    await expect(xero.ledger.periods.documents('invoice', november)).rejects.toThrow(ProviderError);
  });
});

describe('the payments of a period', () => {
  async function paid(date: string, accountCode = '090') {
    const contactTargetId = await xero.contact(date, date);
    const invoiceTargetId = await xero.invoice({ contactTargetId, number: date, reference: date });
    const draft = { invoiceTargetId, accountCode, date, amountMinor: 5_000, currency: 'GBP' };
    const [made] = await xero.ledger.payments.create([{ ...draft, reference: date }], xero.key());
    return { invoiceTargetId, targetId: accepted(made).targetId };
  }

  it('name their invoice, their account and their day', async () => {
    const { invoiceTargetId, targetId } = await paid('2026-11-12');
    await paid('2026-12-01');

    expect((await xero.ledger.periods.payments(november)).records).toEqual([
      {
        targetId,
        invoiceTargetId,
        accountCode: '090',
        amountMinor: 5_000,
        day: '2026-11-12',
        reference: '2026-11-12',
      },
    ]);
  });

  it('are none that were taken back', async () => {
    const { targetId } = await paid('2026-11-12');
    const payment = xero.book.payments.get(targetId);
    if (payment !== undefined) xero.book.payments.set(targetId, { ...payment, status: 'DELETED' });

    expect((await xero.ledger.periods.payments(november)).records).toEqual([]);
  });
});
