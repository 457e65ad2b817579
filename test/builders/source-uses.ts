import type { SourceUses, UsedCode } from '../../shared/domain/settings/source-uses.ts';

/** A source of one site, whose rent has the code 200 at 20 %. */
export function aSourceUses(overrides: Partial<SourceUses> = {}): SourceUses {
  return {
    codes: [aUsedCode()],
    sites: [{ siteId: 'site_1', name: 'Harbour Road' }],
    currencies: ['GBP'],
    documentsPerDay: 10,
    invoices: 40,
    unread: [],
    ...overrides,
  };
}

export function aUsedCode(overrides: Partial<UsedCode> = {}): UsedCode {
  return {
    code: '200',
    names: ['Unit type Small unit 25 sq ft, Harbour Road'],
    rates: [{ rateBasisPoints: 2000, totalMinor: 12_000, taxMinor: 2_000 }],
    isDeposit: false,
    ...overrides,
  };
}
