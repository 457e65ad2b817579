import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogueTaxRate, InvoiceDraft } from '../../../shared/domain/ledger/drafts.ts';
import { mapInvoice } from '../../../shared/domain/mapping/map-invoice.ts';
import { exactTaxMinor, inclusiveTaxMinor } from '../../../shared/domain/money/inclusive-tax.ts';
import type { SourceInvoice, SourceLine } from '../../../shared/domain/source/records.ts';
import { aCatalogue, anAccount } from '../../builders/a-catalogue.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const rates: CatalogueTaxRate[] = [
  ['OUTPUT2', 2_000],
  ['TAX001', 1_200],
  ['RROUTPUT', 500],
  ['NONE', 0],
].map(([taxType, rateBasisPoints]) => ({
  taxType: String(taxType),
  name: String(taxType),
  rateBasisPoints: Number(rateBasisPoints),
  isActive: true,
  appliesToRevenue: true,
}));

// One account per kind of charge, each with the rate that its organisation chose as default.
const chart = [
  { code: '200', defaultTaxType: 'OUTPUT2', rateBasisPoints: 2_000 },
  { code: '260', defaultTaxType: 'TAX001', rateBasisPoints: 1_200 },
  { code: '820', defaultTaxType: 'NONE', rateBasisPoints: 0 },
  // An account without a default: only the amounts tell the rate.
  { code: '404', defaultTaxType: undefined, rateBasisPoints: 500 },
] as const;

const catalogue = aCatalogue({
  taxRates: rates,
  accounts: chart.map(({ code, defaultTaxType }) => anAccount({ code, defaultTaxType })),
});

interface Charge {
  line: SourceLine;
  rateBasisPoints: number;
}

/** A charge as Stora bills it: price × quantity less a discount, its tax contained and rounded per line. */
const charge: fc.Arbitrary<Charge> = fc
  .record({
    account: fc.constantFrom(...chart),
    quantity: fc.integer({ min: 1, max: 40 }),
    priceMinor: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 61, max: 500_000 })),
    discountShare: fc.constantFrom(0, 0, 0, 25, 33),
    sign: fc.constantFrom(1, 1, 1, -1),
  })
  .map(({ account, quantity, priceMinor, discountShare, sign }) => {
    const discountMinor = Math.floor((quantity * priceMinor * discountShare) / 100);
    const totalMinor = sign * (quantity * priceMinor - discountMinor);
    const line: SourceLine = {
      description: 'Charge',
      accountingCode: account.code,
      quantity,
      priceMinor: sign * priceMinor,
      discountMinor,
      taxMinor: inclusiveTaxMinor(totalMinor, account.rateBasisPoints),
      totalMinor,
    };
    return { line, rateBasisPoints: account.rateBasisPoints };
  });

const charges = fc.array(charge, { minLength: 1, maxLength: 12 });

function invoiceOf(lines: SourceLine[]): SourceInvoice {
  return {
    id: 'inv_1',
    number: 'N-1',
    status: 'open',
    currency: 'GBP',
    issuedAt: '2026-11-30T09:00:00Z',
    totalMinor: lines.reduce((sum, line) => sum + line.totalMinor, 0),
    taxMinor: lines.reduce((sum, line) => sum + line.taxMinor, 0),
    paidMinor: 0,
    contactId: 'con_1',
    lines,
  };
}

function map(lines: SourceLine[], taxCentDifference: 'override' | 'issue') {
  const settings = ledgerSettings({ taxCentDifference });
  return mapInvoice(invoiceOf(lines), { settings, catalogue, contactTargetId: 'x' });
}

/** What the ledger makes of a draft: line amounts as they are, tax per line from the rate or as sent. */
function ledgerTotals(draft: InvoiceDraft): { totalMinor: number; taxMinor: number } {
  const amounts = draft.lines.map((line) => {
    const totalMinor = line.quantity * line.unitAmountMinor;
    const rate = rates.find(({ taxType }) => taxType === line.taxType);
    const computed = inclusiveTaxMinor(totalMinor, rate?.rateBasisPoints ?? Number.NaN);
    return { totalMinor, taxMinor: line.taxAmountMinor ?? computed };
  });
  return {
    totalMinor: amounts.reduce((sum, line) => sum + line.totalMinor, 0),
    taxMinor: amounts.reduce((sum, line) => sum + line.taxMinor, 0),
  };
}

describe('mapInvoice, for any invoice that adds up', () => {
  it('drafts what the ledger will add up to exactly the same total and tax, or asks', () => {
    fc.assert(
      fc.property(charges, (built) => {
        const lines = built.map(({ line }) => line);
        const mapped = map(lines, 'override');
        if (!mapped.ok) {
          expect(['tax_rate_missing', 'tax_rate_ambiguous']).toContain(mapped.cause);
          return;
        }
        const { totalMinor, taxMinor } = invoiceOf(lines);
        expect(ledgerTotals(mapped.value)).toEqual({ totalMinor, taxMinor });
        expect(mapped.value).toMatchObject({ totalMinor, taxMinor });
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds the rate of each line wherever the amounts leave no doubt', () => {
    fc.assert(
      fc.property(charges, (built) => {
        // From 50 p the rates of the chart differ by more than a penny each.
        const clear = built.filter(({ line }) => Math.abs(line.totalMinor) >= 50);
        const mapped = map(
          clear.map(({ line }) => line),
          'issue',
        );
        expect(mapped.ok).toBe(true);
        const chosen = mapped.ok ? mapped.value.lines.map((line) => line.taxType) : [];
        const expected = clear.map(
          ({ rateBasisPoints }) =>
            rates.find((rate) => rate.rateBasisPoints === rateBasisPoints)?.taxType,
        );
        expect(chosen).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never sends a tax of its own where every line is taxed as the ledger would', () => {
    fc.assert(
      fc.property(charges, (built) => {
        const usual = built.filter(({ line }) => line.accountingCode !== '404');
        const mapped = map(
          usual.map(({ line }) => line),
          'override',
        );
        if (!mapped.ok) return;
        expect(mapped.value.lines.every((line) => line.taxAmountMinor === undefined)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('says so when a single minor unit is missing anywhere', () => {
    const slip = fc.record({
      field: fc.constantFrom('totalMinor', 'taxMinor'),
      by: fc.constantFrom(-1, 1),
    });
    fc.assert(
      fc.property(charges, slip, (built, { field, by }) => {
        const invoice = invoiceOf(built.map(({ line }) => line));
        const slipped = { ...invoice, [field]: invoice[field] + by };
        // What rounding the whole document once explains is no slip.
        const exact = built.reduce(
          (sum, { line, rateBasisPoints }) => sum + exactTaxMinor(line.totalMinor, rateBasisPoints),
          0,
        );
        fc.pre(field === 'totalMinor' || Math.abs(slipped.taxMinor - exact) > 1.01);
        const mapped = mapInvoice(slipped, {
          settings: ledgerSettings({ taxCentDifference: 'override' }),
          catalogue,
          contactTargetId: 'x',
        });
        expect(mapped).toMatchObject({ ok: false, cause: 'amount_mismatch' });
      }),
    );
  });
});
