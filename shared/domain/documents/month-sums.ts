import type { DocumentRow } from '../../contracts/document-item.ts';
import { localDay } from '../mapping/local-day.ts';

/** Of invoices; sums in minor units of one currency. */
export interface Sums {
  invoices: number;
  raisedMinor: number;
  posted: number;
  postedMinor: number;
  paidMinor: number;
  open: number;
  openMinor: number;
}

export interface MonthSums extends Sums {
  /** e.g. `2026-11`, in the operator's zone. */
  month: string;
  currency: string;
  creditNotes: number;
  creditedMinor: number;
  /** By name; documents without a site last, under ''. */
  sites: Array<Sums & { site: string }>;
  /** Every day of the month so far: how many invoices stand in the target, and how many do not yet. */
  days: Array<{ day: number; posted: number; waiting: number }>;
}

interface Span {
  month: string;
  timeZone: string | undefined;
  /** So far: later days are not shown. */
  today: string;
}

const nothing: Sums = {
  ...{ invoices: 0, raisedMinor: 0, posted: 0, postedMinor: 0 },
  ...{ paidMinor: 0, open: 0, openMinor: 0 },
};

/** What a month came to, per currency, that with the most documents first. What is void came to nothing. */
export function monthSums(rows: readonly DocumentRow[], span: Span): MonthSums[] {
  const dayOf = ({ issuedAt }: DocumentRow) => localDay(issuedAt, span.timeZone ?? 'UTC');
  const own = rows.filter((row) => row.status !== 'void' && dayOf(row).startsWith(span.month));
  return [...Map.groupBy(own, ({ currency }) => currency)]
    .toSorted(([, left], [, right]) => right.length - left.length)
    .map(([currency, listed]) => {
      const invoices = listed.filter(({ kind }) => kind === 'invoice');
      const creditNotes = listed.filter(({ kind }) => kind === 'credit_note');
      return {
        month: span.month,
        currency,
        ...sumsOf(invoices),
        creditNotes: creditNotes.length,
        creditedMinor: creditNotes.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
        sites: sitesOf(invoices),
        days: daysOf(invoices, dayOf, span.today),
      };
    });
}

function sumsOf(invoices: readonly DocumentRow[]): Sums {
  return invoices.reduce<Sums>(
    (sums, row) => ({
      invoices: sums.invoices + 1,
      raisedMinor: sums.raisedMinor + row.totalMinor,
      posted: sums.posted + (isPosted(row) ? 1 : 0),
      postedMinor: sums.postedMinor + (isPosted(row) ? (row.postedTotalMinor ?? 0) : 0),
      paidMinor: sums.paidMinor + row.paidMinor,
      open: sums.open + (row.dueMinor > 0 ? 1 : 0),
      openMinor: sums.openMinor + row.dueMinor,
    }),
    nothing,
  );
}

export function isPosted({ targetId, isPostedVoid }: DocumentRow): boolean {
  return targetId !== undefined && isPostedVoid !== true;
}

function sitesOf(invoices: readonly DocumentRow[]): MonthSums['sites'] {
  return [...Map.groupBy(invoices, ({ site = '' }) => site)]
    .map(([site, rows]) => ({ site, ...sumsOf(rows) }))
    .toSorted((left, right) => bySite(left.site, right.site));
}

function bySite(left: string, right: string): number {
  if (left === '' || right === '') return left === right ? 0 : left === '' ? 1 : -1;
  return left.localeCompare(right);
}

function daysOf(
  invoices: readonly DocumentRow[],
  dayOf: (row: DocumentRow) => string,
  today: string,
): MonthSums['days'] {
  const byDay = Map.groupBy(invoices, (row) => Number(dayOf(row).slice(8)));
  return Array.from({ length: Number(today.slice(8)) }, (_, at) => {
    const rows = byDay.get(at + 1) ?? [];
    const posted = rows.filter(isPosted).length;
    return { day: at + 1, posted, waiting: rows.length - posted };
  });
}
