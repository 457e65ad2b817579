import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import type { Catalogue } from '../../../shared/domain/ledger/drafts.ts';
import { inclusiveTaxMinor } from '../../../shared/domain/money/inclusive-tax.ts';
import {
  type DocumentFacts,
  judgeDocument,
  type SourceDocument,
} from '../../../shared/domain/preview/judge-document.ts';
import { balanceOf, totalsOf } from '../../../shared/domain/preview/totals.ts';
import type { SourceInvoice, SourceLine } from '../../../shared/domain/source/records.ts';
import { aCatalogue } from '../../builders/a-catalogue.ts';
import { aLink } from '../../builders/a-link.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const takes = { payments: true, credits: true, tracking: true };
const sites = ['Harbour Road', 'Mill Lane'];

const line: fc.Arbitrary<SourceLine> = fc
  .record({
    charge: fc.constantFrom(['200', 2_000] as const, ['200', 500] as const, ['825', 0] as const),
    totalMinor: fc.integer({ min: -20_000, max: 90_000 }),
    quantity: fc.integer({ min: 1, max: 4 }),
    /** A month that was billed in part, with a discount: quantity × price is not the total. */
    isPlain: fc.boolean(),
    offByMinor: fc.constantFrom(0, 0, 0, 1, -1),
  })
  .map(({ charge: [accountingCode, rate], totalMinor, quantity, isPlain, offByMinor }) => ({
    description: 'Charge',
    accountingCode,
    quantity,
    priceMinor: isPlain ? totalMinor : totalMinor + 700,
    discountMinor: 0,
    totalMinor: isPlain ? totalMinor * quantity : totalMinor,
    taxMinor:
      rate === 0
        ? 0
        : inclusiveTaxMinor(isPlain ? totalMinor * quantity : totalMinor, rate) + offByMinor,
  }));

const invoice = fc
  .record({
    id: fc.integer({ min: 1, max: 1_000_000 }).map((number) => `inv_${number}`),
    lines: fc.array(line, { minLength: 1, maxLength: 6 }),
    siteName: fc.constantFrom(...sites),
    paidShare: fc.constantFrom(0, 0.5, 1),
  })
  .map(({ lines, paidShare, ...rest }): SourceInvoice => {
    const totalMinor = lines.reduce((sum, one) => sum + one.totalMinor, 0);
    return {
      ...rest,
      number: rest.id,
      status: 'open',
      currency: 'GBP',
      issuedAt: '2026-11-30T09:00:00.000Z',
      totalMinor,
      taxMinor: lines.reduce((sum, one) => sum + one.taxMinor, 0),
      paidMinor: Math.max(0, Math.floor(totalMinor * paidShare)),
      contactId: 'con_1',
      siteId: rest.siteName,
      lines,
    };
  });

/** A credit of some of its lines. */
function creditOf(of: SourceInvoice): SourceDocument {
  const lines = of.lines.slice(0, 2).map(({ description, quantity, taxMinor, totalMinor }) => ({
    description,
    quantity,
    taxMinor,
    amountMinor: totalMinor,
  }));
  return {
    kind: 'credit_note',
    record: {
      id: `cred_${of.id}`,
      number: `${of.number}-CN`,
      status: 'issued',
      timing: 'pre_payment',
      currency: 'GBP',
      issuedAt: of.issuedAt,
      totalMinor: lines.reduce((sum, one) => sum + one.amountMinor, 0),
      contactId: of.contactId,
      invoiceId: of.id,
      lines,
    },
  };
}

const settings: LedgerSettings = ledgerSettings({ taxCentDifference: 'override' });
const catalogue: Catalogue = aCatalogue();

function judged(document: SourceDocument, of?: SourceInvoice) {
  const facts: DocumentFacts = {
    settings,
    catalogue,
    takes,
    link: aLink({ kind: document.kind, sourceId: document.record.id }),
    found: [],
    customer: { ok: true, value: 'customer' },
    invoice: of,
  };
  return judgeDocument(document, facts);
}

describe('the totals of a preview', () => {
  // Hypothesis: whatever is posted, each document and all of them balance to the penny, and what moves is
  // what the source says: the receivables of an invoice are its total, the tax is its tax.
  it('balance, in all and for each document, and are the sums of the source', () => {
    const runs = { numRuns: 300 };
    fc.assert(
      fc.property(fc.array(invoice, { minLength: 1, maxLength: 12 }), (invoices) => {
        const documents = invoices.flatMap((one) => [
          judged({ kind: 'invoice', record: one }),
          judged(creditOf(one), one),
        ]);

        const totals = totalsOf(documents);

        for (const { debitMinor, creditMinor } of balanceOf(totals.accounts))
          expect(debitMinor).toBe(creditMinor);
        for (const one of documents) {
          const moved = totalsOf([{ ...one, payment: undefined }]).accounts;
          const receivables = moved.find(({ account }) => account === 'receivables');
          const gross = (receivables?.debitMinor ?? 0) - (receivables?.creditMinor ?? 0);
          const sign = one.kind === 'invoice' ? 1 : -1;
          if (one.lines.length > 0) expect(gross).toBe(0 + sign * one.totalMinor);
          const taxMinor = one.lines.reduce((sum, { taxMinor: tax }) => sum + tax, 0);
          if (one.lines.length > 0) expect(taxMinor).toBe(one.taxMinor);
        }
        const posted = documents.filter(({ lines }) => lines.length > 0);
        const grossOf = (rows: Array<{ netMinor: number; taxMinor: number }>) =>
          rows.reduce((sum, { netMinor, taxMinor }) => sum + netMinor + taxMinor, 0);
        const expected = posted.reduce(
          (sum, { kind, totalMinor }) => sum + (kind === 'invoice' ? totalMinor : -totalMinor),
          0,
        );
        expect(grossOf(totals.sites)).toBe(expected);
        expect(grossOf(totals.taxTypes)).toBe(expected);
      }),
      runs,
    );
  });

  it('move what is paid from the customers to where the money is', () => {
    const lines: SourceLine[] = [
      {
        description: 'Unit',
        accountingCode: '200',
        quantity: 1,
        priceMinor: 12_000,
        discountMinor: 0,
        totalMinor: 12_000,
        taxMinor: 2_000,
      },
    ];
    const paid = judged({
      kind: 'invoice',
      record: {
        id: 'inv_1',
        number: 'A-1',
        status: 'paid',
        currency: 'GBP',
        issuedAt: '2026-11-30T09:00:00.000Z',
        totalMinor: 12_000,
        taxMinor: 2_000,
        paidMinor: 12_000,
        contactId: 'con_1',
        siteName: 'Harbour Road',
        lines,
      },
    });

    expect(totalsOf([paid])).toEqual({
      accounts: [
        { currency: 'GBP', account: 'receivables', debitMinor: 12_000, creditMinor: 12_000 },
        { currency: 'GBP', account: '200', debitMinor: 0, creditMinor: 10_000 },
        { currency: 'GBP', account: '610', debitMinor: 12_000, creditMinor: 0 },
        { currency: 'GBP', account: 'tax', debitMinor: 0, creditMinor: 2_000 },
      ],
      taxTypes: [
        { currency: 'GBP', name: 'OUTPUT2', documents: 1, netMinor: 10_000, taxMinor: 2_000 },
      ],
      sites: [
        { currency: 'GBP', name: 'Harbour Road', documents: 1, netMinor: 10_000, taxMinor: 2_000 },
      ],
    });
  });
});
