import type { Target } from '../../contracts/ids.ts';
import type { Mismatch, MismatchClass } from '../../contracts/mismatch.ts';
import type { MonthProof } from '../../contracts/month-proof.ts';
import { sourceManifest } from '../../source/registry.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { moneyWords } from '../money/money-words.ts';
import { mismatchKey } from '../reconcile/accepted-mismatches.ts';
import { type ClassWords, classWords } from '../reconcile/class-words.ts';
import { dayOnly } from './day-and-time.ts';
import { explainHref } from './explain-href.ts';
import { isRepairable, nameOfMismatch } from './month-page-view.ts';
import { monthWords } from './month-words.ts';
import { atStake, mismatchWords } from './proof-words.ts';

/** One record that is not the same on both sides, as a person reads it. */
export interface MismatchRow {
  what: string;
  /** Customer, site, day. */
  facts: string;
  /** How it is on each side: its name, then figures, days or codes. */
  sides: string[];
  difference: string | undefined;
  canRepair: boolean;
  canAccept: boolean;
  explainHref: string | undefined;
  reference: { key: string; standing: string };
}

export interface MismatchesView extends ClassWords {
  target: Target;
  month: string;
  class: MismatchClass;
  monthTitle: string;
  sum: string;
  count: number;
  repairable: number;
  rows: MismatchRow[];
  hrefs: { month: string; own: string; next: string | undefined };
  /** The list of a month has room for so many; absent: it has them all. */
  untold: number | undefined;
}

/** A page of them has some 60 kB. */
const rowsAPage = 50;

/** The mismatches of one class in a month, a page at a time; undefined: there are none. */
export function mismatchesView(
  proof: MonthProof,
  { class: name, page }: { class: MismatchClass; page: number },
): MismatchesView | undefined {
  const listed = proof.mismatches.filter((mismatch) => mismatch.class === name);
  const { target, month } = proof;
  const own = `/months/${target}/${month}/${name}`;
  const from = (page - 1) * rowsAPage;
  const rows = listed.slice(from, from + rowsAPage);
  if (rows.length === 0) return undefined;
  const count = Math.max(proof.found[name] ?? 0, listed.length);
  return {
    ...classWords(
      name,
      target,
      listed.map(({ fix }) => fix),
    ),
    ...{ target, month, class: name, count },
    monthTitle: monthWords(month),
    sum: atStake(listed).join(', '),
    repairable: listed.filter(isRepairable).length,
    rows: rows.map((mismatch) => rowOf(mismatch, target)),
    hrefs: {
      month: `/months/${target}/${month}`,
      own,
      next: from + rowsAPage < listed.length ? `${own}?page=${page + 1}` : undefined,
    },
    untold: count > listed.length ? count - listed.length : undefined,
  };
}

function rowOf(mismatch: Mismatch, target: Target): MismatchRow {
  const { customer, site, day, currency, differenceMinor, fix } = mismatch;
  const { sourceId, source, ledger } = mismatch;
  const facts = [customer, site, day && `dated ${dayOnly(day)}`];
  const sides = [
    ...(source === undefined ? [] : [`${sourceManifest.name}: ${source}`]),
    ...(ledger === undefined ? [] : [`${providerManifests[target].name}: ${ledger}`]),
  ];
  return {
    what: nameOfMismatch(mismatch),
    facts: facts.filter(Boolean).join(' · '),
    sides,
    difference:
      currency === undefined || differenceMinor === 0
        ? undefined
        : moneyWords(differenceMinor, currency),
    canRepair: isRepairable(mismatch),
    canAccept: fix !== 'repairs_itself',
    explainHref:
      sourceId === undefined ? undefined : explainHref({ target, kind: mismatch.kind, sourceId }),
    reference: { key: mismatchKey(mismatch), standing: mismatch.standing },
  };
}

/** "3 mismatches over £120.00" of a class. */
export function classFigure({ count, sum }: Pick<MismatchesView, 'count' | 'sum'>): string {
  return mismatchWords(count, sum === '' ? [] : [sum]);
}
