import type { Preview, PreviewedDocument } from '../../contracts/preview.ts';
import { receivables, taxOwed } from './totals.ts';

type Kind = PreviewedDocument['fate']['kind'];

/** How many documents of each fate. */
export function fateCounts({ documents }: Preview): Record<Kind, number> {
  const counts: Record<Kind, number> = {
    new: 0,
    equal: 0,
    known: 0,
    left_out: 0,
    different: 0,
    parked: 0,
  };
  for (const { fate } of documents) counts[fate.kind] += 1;
  return counts;
}

/** An account as people know it: its code and its name in the ledger. */
export function accountWords(account: string, { accountNames }: Preview): string {
  if (account === receivables) return 'What customers owe';
  if (account === taxOwed) return 'Tax owed';
  const name = accountNames[account];
  return name === undefined ? account : `${account} ${name}`;
}

export function taxWords(taxType: string, { taxNames }: Preview): string {
  return taxNames[taxType] ?? taxType;
}

export function siteWords(site: string): string {
  return site === '' ? 'No site' : site;
}

/** `1 document`, `3 documents`. */
export function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}
