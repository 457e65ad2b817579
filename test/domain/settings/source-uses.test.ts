import { describe, expect, it } from 'vitest';
import { inclusiveTaxMinor } from '../../../shared/domain/money/inclusive-tax.ts';
import { type Charge, sourceUses } from '../../../shared/domain/settings/source-uses.ts';
import type { SourceInvoice, SourceLine } from '../../../shared/domain/source/records.ts';

function line(overrides: Partial<SourceLine>): SourceLine {
  const common = { quantity: 1, priceMinor: 0, discountMinor: 0, taxMinor: 0, totalMinor: 0 };
  return { description: 'Small unit (B012)', ...common, ...overrides };
}

function invoice(lines: SourceLine[], issuedAt = '2026-11-30T09:00:00Z'): SourceInvoice {
  return {
    id: 'inv_1',
    status: 'open',
    currency: 'GBP',
    issuedAt,
    totalMinor: 0,
    taxMinor: 0,
    paidMinor: 0,
    contactId: 'con_1',
    siteId: 'site_1',
    lines,
  };
}

const sites = [{ siteId: 'site_1', name: 'Acorn East' }];
const charge = (overrides: Partial<Charge>): Charge => ({
  what: 'unit_type',
  name: 'Small unit',
  code: undefined,
  siteId: 'site_1',
  ...overrides,
});

function usesOf(lines: SourceLine[], charges: Charge[] = []) {
  return sourceUses({ charges, sites, invoices: [invoice(lines)], unread: [] });
}

describe('codes that the source uses', () => {
  it('are named after what bears them, and where', () => {
    const { codes } = usesOf(
      [],
      [
        charge({ code: 'RENT' }),
        charge({ what: 'product', name: 'Lock', code: 'RENT', siteId: undefined }),
      ],
    );

    expect(codes).toMatchObject([
      { code: 'RENT', names: ['Unit type Small unit, Acorn East', 'Product Lock'] },
    ]);
  });

  it('are named after a thing whose code the source does not show, by its lines', () => {
    const { codes } = usesOf([line({ accountingCode: 'RENT', totalMinor: 100 })], [charge({})]);

    expect(codes).toMatchObject([{ code: 'RENT', names: ['Unit type Small unit, Acorn East'] }]);
  });

  it('are named after their lines without what differs from customer to customer', () => {
    const lines = ['Box room (B012)', 'Box room (C001), 12 of 30 days', 'Box room, 3 of 30 days'];

    const { codes } = usesOf(
      lines.map((description) => line({ description, accountingCode: 'X', totalMinor: 5 })),
    );

    expect(codes).toMatchObject([{ code: 'X', names: ['Box room'] }]);
  });

  it('are missing on lines only, not on things that nobody buys', () => {
    expect(usesOf([], [charge({})]).codes).toEqual([]);
    expect(usesOf([line({ totalMinor: 100 })]).codes).toMatchObject([{ code: undefined }]);
  });

  it('of deposits are known as such', () => {
    const { codes } = usesOf([
      line({
        description: 'Security deposit for Locker',
        accountingCode: '820',
        isDeposit: true,
        totalMinor: 100,
      }),
    ]);

    expect(codes).toMatchObject([{ code: '820', isDeposit: true }]);
  });
});

describe('rates that were seen', () => {
  it.each([2000, 1200, 500, 0, 887.5, 750, 2250, 1750])(
    'are recognised: %s basis points',
    (rate) => {
      const lines = [13_799, 2_999, 45_250].map((totalMinor) =>
        line({ accountingCode: 'A', totalMinor, taxMinor: inclusiveTaxMinor(totalMinor, rate) }),
      );

      expect(usesOf(lines).codes[0]?.rates).toMatchObject([{ rateBasisPoints: rate }]);
    },
  );

  it('are told by the largest line, and credits count', () => {
    const { codes } = usesOf([
      line({ accountingCode: 'A', totalMinor: 1_200, taxMinor: 200 }),
      line({ accountingCode: 'A', totalMinor: -12_000, taxMinor: -2_000 }),
      line({ accountingCode: 'A', totalMinor: 0 }),
    ]);

    expect(codes[0]?.rates).toEqual([
      { rateBasisPoints: 2000, totalMinor: -12_000, taxMinor: -2_000 },
    ]);
  });
});

describe('the busiest day', () => {
  it('is the one with the most invoices', () => {
    const invoices = ['2026-11-01T01:00:00Z', '2026-11-01T02:00:00Z', '2026-11-02T01:00:00Z'].map(
      (at) => invoice([], at),
    );

    expect(sourceUses({ charges: [], sites, invoices, unread: [] }).documentsPerDay).toBe(2);
  });
});
