import type { SourceInvoice, SourceLine } from '../source/records.ts';

/** Something that the source charges for, with the accounting code that its lines will bear. */
export interface Charge {
  what: 'unit_type' | 'product' | 'protection';
  name: string;
  /** Undefined: none is set, or the source does not show it. */
  code: string | undefined;
  /** Undefined: it is the same at every site. */
  siteId: string | undefined;
}

export interface SourceSite {
  siteId: string;
  name: string;
}

/** A line of each rate that was seen under a code: the largest, as that tells the rate best. */
export interface SeenRate {
  rateBasisPoints: number;
  totalMinor: number;
  taxMinor: number;
}

export interface UsedCode {
  /** Undefined: lines and things without one. */
  code: string | undefined;
  /** What bears it, e.g. "Unit type 50 sq ft, Acorn East". */
  names: string[];
  rates: SeenRate[];
  isDeposit: boolean;
}

/** What of the source the settings have to know. */
export interface SourceUses {
  codes: UsedCode[];
  sites: SourceSite[];
  currencies: string[];
  /** Invoices of the busiest day among the recent ones. */
  documentsPerDay: number;
  /** How many recent invoices this is known from. */
  invoices: number;
  /** Lists that the source did not let us read, in its words. */
  unread: string[];
}

export interface SeenOfSource {
  charges: readonly Charge[];
  sites: readonly SourceSite[];
  invoices: readonly SourceInvoice[];
  unread: readonly string[];
}

/** Every code that the source uses, with its names and the rates that were seen under it. */
export function sourceUses(seen: SeenOfSource): SourceUses {
  const { charges, sites, invoices, unread } = seen;
  const codes = new Map<string, UsedCode>();
  const siteName = (siteId: string | undefined) =>
    sites.find((site) => site.siteId === siteId)?.name;
  for (const charge of charges)
    addName(usedCode(codes, charge.code), chargeName(charge, siteName(charge.siteId)));
  for (const { lines, siteId } of invoices)
    for (const line of lines) addLine(codes, line, lineName(line, siteName(siteId), charges));
  return {
    codes: [...codes.values()].filter(isTold).sort(byCode),
    sites: [...sites].sort((left, right) => (left.name < right.name ? -1 : 1)),
    currencies: [...new Set(invoices.map(({ currency }) => currency))].sort(),
    documentsPerDay: busiestDay(invoices),
    invoices: invoices.length,
    unread: [...unread],
  };
}

const words: Record<Charge['what'], string> = {
  unit_type: 'Unit type',
  product: 'Product',
  protection: 'Protection',
};

function chargeName({ what, name }: Charge, siteName: string | undefined): string {
  return `${words[what]} ${name}${siteName === undefined ? '' : `, ${siteName}`}`;
}

/**
 * A line is called after what it charges for, where that is known, and where: a source may not show the
 * codes of everything. Else after what it says itself.
 */
function lineName(
  { description }: SourceLine,
  siteName: string | undefined,
  charges: readonly Charge[],
): string {
  const charge = charges.find(
    ({ what, name }) =>
      description.startsWith(name) || description.startsWith(`${words[what]} ${name}`),
  );
  if (charge === undefined) return plain(description);
  return chargeName(charge, charge.siteId === undefined ? undefined : siteName);
}

function addLine(codes: Map<string, UsedCode>, line: SourceLine, name: string): void {
  const used = usedCode(codes, line.accountingCode);
  addName(used, name);
  if (line.isDeposit === true) used.isDeposit = true;
  addRate(used, line);
}

function usedCode(codes: Map<string, UsedCode>, code: string | undefined): UsedCode {
  const key = code ?? '';
  const known = codes.get(key);
  if (known !== undefined) return known;
  const used: UsedCode = { code, names: [], rates: [], isDeposit: false };
  codes.set(key, used);
  return used;
}

/** More of them help nobody to recognise a code. */
const namesAtMost = 6;

function addName(used: UsedCode, name: string): void {
  if (name === '' || used.names.includes(name) || used.names.length >= namesAtMost) return;
  used.names.push(name);
}

/** Without what differs from customer to customer: the unit in brackets, and days. */
function plain(description: string): string {
  return description
    .replace(/\s*\(.*$/, '')
    .replace(/,?\s*\d+ of \d+ days.*$/, '')
    .trim()
    .slice(0, 60);
}

/** Things without a code are no line of theirs: only what was seen on an invoice may lack one. */
function isTold(used: UsedCode): boolean {
  return used.code !== undefined || used.rates.length > 0;
}

function byCode(left: UsedCode, right: UsedCode): number {
  return (left.code ?? '~') < (right.code ?? '~') ? -1 : 1;
}

/** Rates that are in use are multiples of an eighth of a percent, and mostly whole or half ones. */
const steps = [100, 50, 12.5, 1];

function addRate(used: UsedCode, line: SourceLine): void {
  const { totalMinor, taxMinor } = line;
  if (totalMinor === 0) return;
  const rateBasisPoints = rateOf(line);
  const known = used.rates.find((rate) => rate.rateBasisPoints === rateBasisPoints);
  if (known === undefined) used.rates.push({ rateBasisPoints, totalMinor, taxMinor });
  else if (Math.abs(totalMinor) > Math.abs(known.totalMinor))
    Object.assign(known, { totalMinor, taxMinor });
  used.rates.sort((left, right) => right.rateBasisPoints - left.rateBasisPoints);
}

/** The roundest rate between those that tax half a minor unit less and more would have. */
function rateOf({ totalMinor, taxMinor }: SourceLine): number {
  const total = Math.abs(totalMinor);
  const tax = Math.abs(taxMinor);
  if (tax === 0) return 0;
  const lowest = ((tax - 0.5) / (total - tax + 0.5)) * 10_000;
  const highest = ((tax + 0.5) / (total - tax - 0.5)) * 10_000;
  const middle = (tax / (total - tax)) * 10_000;
  const round = steps
    .map((step) => Math.round(middle / step) * step)
    .find((rate) => rate >= lowest && rate <= highest);
  return round ?? Math.round(middle * 100) / 100;
}

function busiestDay(invoices: readonly SourceInvoice[]): number {
  const days = Map.groupBy(invoices, ({ issuedAt }) => issuedAt.slice(0, 10));
  return Math.max(0, ...[...days.values()].map((ofDay) => ofDay.length));
}
