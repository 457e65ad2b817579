import type { Provider } from '../../contracts/ids.ts';
import { sourceManifest } from '../../source/registry.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import type { MonthSums, Sums } from '../documents/month-sums.ts';
import { moneyWords } from '../money/money-words.ts';
import { roundedMoney } from './rounded-money.ts';

export interface Figure {
  what: string;
  figure: string;
  detail: string;
}

export interface SiteRow {
  site: string;
  source: string;
  target: string;
  difference: string;
  isEven: boolean;
}

/** What a month came to in one currency, in words and figures. */
export interface MonthView {
  /** "November so far" */
  title: string;
  sourceName: string;
  targetName: string;
  figures: Figure[];
  sites: SiteRow[];
  total: SiteRow;
  days: Array<{ tick: string; name: string; posted: number; waiting: number }>;
}

const monthNames =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
/** Ticks below the chart, so that they do not touch on a phone. */
const tickEveryDays = 7;

export function monthView(sums: MonthSums, target: Provider): MonthView {
  const monthName = nameOfMonth(sums.month);
  const targetName = providerManifests[target].name;
  return {
    title: `${monthName} so far`,
    sourceName: sourceManifest.name,
    targetName,
    figures: figuresOf(sums, { monthName, targetName }),
    sites: sums.sites.map((site) => siteRow(site.site || 'Without a site', site, sums.currency)),
    total: siteRow('All', sums, sums.currency),
    days: sums.days.map(({ day, posted, waiting }) => ({
      tick: day % tickEveryDays === 1 ? `${day} ${monthName.slice(0, 3)}` : '',
      name: `${day} ${monthName}`,
      posted,
      waiting,
    })),
  };
}

/** "November" of `2026-11`. */
export function nameOfMonth(month: string): string {
  return monthNames[Number(month.slice(5, 7)) - 1] ?? month;
}

function figuresOf(
  sums: MonthSums,
  { monthName, targetName }: { monthName: string; targetName: string },
): Figure[] {
  const money = (minor: number) => roundedMoney(minor, sums.currency);
  const share = sums.raisedMinor === 0 ? 0 : Math.floor((100 * sums.paidMinor) / sums.raisedMinor);
  const credits =
    sums.creditNotes === 0
      ? ''
      : `, ${counted(sums.creditNotes, 'credit note')} over ${moneyWords(sums.creditedMinor, sums.currency)}`;
  return [
    {
      what: `Raised in ${monthName}`,
      figure: money(sums.raisedMinor),
      detail: `${counted(sums.invoices, 'invoice')}${credits}`,
    },
    {
      what: `In ${targetName}`,
      figure: money(sums.postedMinor),
      detail: `${sums.posted} of ${sums.invoices}${sums.posted === sums.invoices && sums.postedMinor === sums.raisedMinor ? ', to the penny' : ''}`,
    },
    { what: 'Paid', figure: money(sums.paidMinor), detail: `${share} % of what was raised` },
    {
      what: 'Open with customers',
      figure: money(sums.openMinor),
      detail: counted(sums.open, 'invoice'),
    },
  ];
}

function siteRow(site: string, sums: Sums, currency: string): SiteRow {
  const difference = sums.raisedMinor - sums.postedMinor;
  return {
    site,
    source: moneyWords(sums.raisedMinor, currency),
    target: moneyWords(sums.postedMinor, currency),
    difference: moneyWords(difference, currency),
    isEven: difference === 0,
  };
}

/** "1 invoice", "12 invoices". */
export function counted(count: number, one: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${one}s`;
}
