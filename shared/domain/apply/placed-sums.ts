import { moneyWords } from '../money/money-words.ts';

interface PlacedLine {
  accountCode: string | undefined;
  taxType: string | undefined;
  totalMinor: number;
  tracking?: { optionName: string } | undefined;
}

interface Placed {
  currency: string;
  totalMinor: number;
  taxMinor: number;
  /** Absent: not shown. */
  lines?: PlacedLine[] | undefined;
}

/**
 * What a ledger made of a document, compared with what it was sent: total and tax, and the sums by account,
 * tax type and site. Undefined when all is as it should be, or is not shown.
 */
export function placedOtherwise(found: Placed, wanted: Placed): string | undefined {
  const isExact = found.totalMinor === wanted.totalMinor && found.taxMinor === wanted.taxMinor;
  if (!isExact)
    return `${found.totalMinor} with tax ${found.taxMinor}, expected ${wanted.totalMinor} with ${wanted.taxMinor}`;
  const { lines: shown = [] } = found;
  const { lines: sent = [] } = wanted;
  if (shown.length === 0 || shown.some(({ accountCode }) => accountCode === undefined))
    return undefined;
  // Some answers show no sites at all.
  const bySite = shown.some(({ tracking }) => tracking !== undefined);
  const there = sumsOf(shown, bySite);
  const here = sumsOf(sent, bySite);
  const places = [...new Set([...there.keys(), ...here.keys()])].sort();
  const others = places
    .filter((place) => (there.get(place) ?? 0) !== (here.get(place) ?? 0))
    .map((place) => {
      const [is, was] = [there.get(place) ?? 0, here.get(place) ?? 0];
      return `${place}: ${moneyWords(is, found.currency)}, expected ${moneyWords(was, found.currency)}`;
    });
  return others.length === 0 ? undefined : others.join('; ');
}

function sumsOf(lines: PlacedLine[], bySite: boolean): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { accountCode = '', taxType = '', totalMinor, tracking } of lines) {
    const site = bySite && tracking !== undefined ? `, ${tracking.optionName}` : '';
    const place = `account ${accountCode}, tax ${taxType}${site}`;
    sums.set(place, (sums.get(place) ?? 0) + totalMinor);
  }
  return sums;
}
