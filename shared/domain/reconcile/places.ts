import type { ProofRow } from '../../contracts/month-proof.ts';
import { plainName } from '../ledger/effect-ids.ts';
import { moneyWords } from '../money/money-words.ts';

type Line = ProofRow['lines'][number];

/** Where the lines of both sides are not the same, by account or by tax type, with what each has there. */
export function otherPlaces(
  source: ProofRow,
  ledger: ProofRow,
  by: 'accountCode' | 'taxType',
): { source: string; ledger: string } | undefined {
  const here = grossBy(source.lines, by);
  const there = grossBy(ledger.lines, by);
  const keys = [...new Set([...here.keys(), ...there.keys()])].sort();
  const others = keys.filter((key) => (here.get(key) ?? 0) !== (there.get(key) ?? 0));
  if (others.length === 0) return undefined;
  const words = (sums: ReadonlyMap<string, number>) =>
    others
      .filter((key) => sums.has(key))
      .map((key) => `${key}: ${moneyWords(sums.get(key) ?? 0, source.currency)}`)
      .join(', ');
  return { source: words(here), ledger: words(there) };
}

function grossBy(lines: readonly Line[], by: 'accountCode' | 'taxType'): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of lines)
    sums.set(line[by], (sums.get(line[by]) ?? 0) + line.netMinor + line.taxMinor);
  return sums;
}

/** The sites on lines of a document in the ledger, where they are not the one that it is to bear. */
export function otherSites(source: ProofRow, ledger: ProofRow): string[] | undefined {
  const expected = plainName(source.site ?? '');
  const sites = [...new Set(ledger.lines.map(({ site = '' }) => site))];
  return sites.some((site) => plainName(site) !== expected) ? sites.sort() : undefined;
}
