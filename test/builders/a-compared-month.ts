import type { Mismatch } from '../../shared/contracts/mismatch.ts';
import type { CurrencyProof, MonthProof, SideSums } from '../../shared/contracts/month-proof.ts';
import type { Night } from '../../shared/contracts/night-item.ts';
import { aMonthProof } from './a-month-proof.ts';
import { aNight } from './a-night.ts';

/** Of documents with 20 % tax in their gross sum. */
export function sumsOf(documents: number, grossMinor: number): SideSums {
  const taxMinor = Math.round(grossMinor / 6);
  return { documents, netMinor: grossMinor - taxMinor, taxMinor, grossMinor };
}

/** Three sites, two accounts, a week of days; the ledger has so much more than the source. */
export function aCurrencyProof(given: Partial<CurrencyProof> = {}, moreMinor = 0): CurrencyProof {
  const grosses = [1_421_055, 1_102_083, 812_062];
  const sites = ['Bath Riverside', 'Bristol Temple Meads', 'Harbourside'];
  const all = grosses.reduce((sum, gross) => sum + gross, 0);
  const row = (key: string, grossMinor: number, more = 0) => ({
    key,
    source: sumsOf(100, grossMinor),
    ledger: sumsOf(100, grossMinor + more),
  });
  const sides = { creditedMinor: 14_865, paidMinor: 3_144_200, openMinor: all - 3_144_200 };
  const postedMinor = all + sides.creditedMinor;
  return {
    currency: 'GBP',
    source: { ...sides, postedMinor },
    ledger: {
      ...sides,
      postedMinor: postedMinor + moreMinor,
      openMinor: sides.openMinor + moreMinor,
    },
    bySite: sites.map((site, at) => row(site, grosses[at] ?? 0, at === 0 ? moreMinor : 0)),
    byAccount: [
      { ...row('200', all - 90_000, moreMinor), label: 'Sales' },
      { ...row('260', 90_000), label: 'Insurance' },
    ],
    byTax: [{ ...row('OUTPUT2', all, moreMinor), label: '20% (VAT on Income)' }],
    byDay: [3, 4, 5, 6, 7, 8, 15].map((day, at) =>
      row(
        `2026-11-${String(day).padStart(2, '0')}`,
        at === 6 ? all - 6 * 400_000 : 400_000,
        at === 6 ? moreMinor : 0,
      ),
    ),
    differenceMinor: moreMinor,
    explainedMinor: moreMinor,
    unexplainedMinor: 0,
    ...given,
  };
}

export function aMismatch(given: Partial<Mismatch> = {}): Mismatch {
  return {
    class: 'amount',
    kind: 'invoice',
    sourceId: 'inv_0361',
    targetId: 'a1b2c3d4-0000-4000-8000-000000000361',
    number: 'ABC-361',
    day: '2026-11-15',
    customer: 'Ada Byron',
    site: 'Bath Riverside',
    currency: 'GBP',
    differenceMinor: -1_800,
    source: '£120.00',
    ledger: '£102.00',
    fix: 'repair',
    standing: 'standing-1',
    ...given,
  };
}

/** In step, unless told otherwise. */
export function anEvenMonth(given: Partial<MonthProof> = {}): MonthProof {
  return aMonthProof({
    provedAt: '2026-11-30T02:14:00.000Z',
    settingsVersion: 3,
    documents: { source: 290, ledger: 290 },
    currencies: [aCurrencyProof()],
    ...given,
  });
}

/** With these mismatches, which explain the difference of its one currency. */
export function anUnevenMonth(mismatches: Mismatch[], given: Partial<MonthProof> = {}): MonthProof {
  const moreMinor = mismatches.reduce((sum, { differenceMinor }) => sum + differenceMinor, 0);
  const found: Record<string, number> = {};
  for (const { class: name } of mismatches) found[name] = (found[name] ?? 0) + 1;
  return anEvenMonth({ currencies: [aCurrencyProof({}, moreMinor)], mismatches, found, ...given });
}

/** One that came to its end without a mismatch. */
export function aDoneNight(given: Partial<Night> = {}): Night {
  return aNight({
    status: 'done',
    startedAt: '2026-11-30T02:14:00.000Z',
    endedAt: '2026-11-30T02:16:00.000Z',
    months: ['2026-11', '2026-10', '2026-03'],
    proved: ['2026-11', '2026-10', '2026-03'],
    pages: { source: 10, ledger: 9 },
    calls: { source: 11, ledger: 9 },
    ...given,
  });
}
