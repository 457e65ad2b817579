import { describe, expect, it } from 'vitest';
import { differencesOf, foreignBalances, ownBalances } from './foreign-rows.ts';
import { balancesCsv } from './journal-text.ts';

const csv = balancesCsv({
  stora: [{ month: '2026-01', site: 'Bath', account: '610', amountMinor: 5 }],
  xero: [
    { month: '2026-01', site: 'Bath', account: '610', amountMinor: 123_450 },
    { month: '2026-02', site: 'Bath', account: '610', amountMinor: -1 },
    { month: '2026-02', site: '', account: 'VAT OUTPUT2', amountMinor: -2_000 },
  ],
});

const byColumns = `"account","2026-01","2026-02"
"assets:receivables:610:Bath","1234.50 GBP","-0.01 GBP"
"liabilities:tax:OUTPUT2:no site","0","-20.00 GBP"
`;
const byRows = `"2026-01","assets:receivables:610:Bath","1234.50"
"2026-02","assets:receivables:610:Bath","-0.01"
"2026-02","liabilities:tax:OUTPUT2:no site","-20"
`;

describe('the balances of another program', () => {
  it.each([
    ['in columns', byColumns],
    ['in rows', byRows],
  ])('are the same as ours where they are, %s', (_how, foreign) => {
    expect(differencesOf(ownBalances(csv, 'xero'), foreignBalances(foreign))).toEqual([]);
  });

  it('are told where they differ by a penny, or are missing', () => {
    const foreign = foreignBalances(byColumns.replace('1234.50', '1,234.51'));

    expect(differencesOf(ownBalances(csv, 'xero'), foreign)).toEqual([
      '2026-01 assets:receivables:610:Bath: 123450 by us, 123451 by the program',
    ]);
    expect(differencesOf(ownBalances(csv, 'stora'), foreign)).toHaveLength(3);
  });

  it('are not guessed', () => {
    expect(() => foreignBalances('"2026-01","assets","12.345"')).toThrow('no amount');
  });
});
