import type { Target } from '../../contracts/ids.ts';
import { sourceManifest } from '../../source/registry.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { moneyWords } from '../money/money-words.ts';
import type { JudgedMonth } from '../month-report/judged-month.ts';
import type { Here } from './local-time.ts';
import { timeAgo } from './local-time.ts';
import { monthWords } from './month-words.ts';
import { type Standing, standingOfMonth } from './proof-words.ts';

export interface MonthLine {
  href: string;
  statementHref: string;
  name: string;
  standing: Standing;
  /** One for each currency. */
  sums: Array<{ source: string; ledger: string; difference: string; isEven: boolean }>;
  proved: string;
}

export interface MonthsView {
  operatorName: string;
  target: Target;
  sourceName: string;
  targetName: string;
  isUnderWay: boolean;
  lines: MonthLine[];
  nextHref: string | undefined;
}

export interface MonthsFacts {
  operatorName: string;
  target: Target;
  /** The latest first. */
  months: readonly JudgedMonth[];
  /** Older ones than these are there. */
  hasMore: boolean;
  isUnderWay: boolean;
}

/** Every month that was compared, the latest first. */
export function monthsView(facts: MonthsFacts, here: Here): MonthsView {
  const { operatorName, target, months, hasMore, isUnderWay } = facts;
  const last = months.at(-1)?.proof;
  return {
    ...{ operatorName, target, isUnderWay },
    sourceName: sourceManifest.name,
    targetName: providerManifests[target].name,
    lines: months.map((month) => monthLine(month, here)),
    nextHref: hasMore && last !== undefined ? `/months/${target}?before=${last.month}` : undefined,
  };
}

function monthLine(judged: JudgedMonth, here: Here): MonthLine {
  const { proof } = judged;
  const { target, month, currencies, provedAt } = proof;
  return {
    href: `/months/${target}/${month}`,
    statementHref: `/months/${target}/${month}/statement`,
    name: monthWords(month),
    standing: standingOfMonth(judged),
    sums: currencies.map(({ currency, source, ledger, differenceMinor }) => ({
      source: moneyWords(source.postedMinor - source.creditedMinor, currency),
      ledger: moneyWords(ledger.postedMinor - ledger.creditedMinor, currency),
      difference: moneyWords(differenceMinor, currency),
      isEven: differenceMinor === 0,
    })),
    proved: timeAgo(provedAt, here),
  };
}
