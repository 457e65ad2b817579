import type { ProofRow } from '../../contracts/month-proof.ts';
import { sourceManifest } from '../../source/registry.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { classWords } from '../reconcile/class-words.ts';
import type { JudgedMonth } from './judged-month.ts';
import type { MonthFile } from './month-csv.ts';

/** Where a document is seen on each side; undefined: nobody knows. */
export interface DocumentPages {
  source(kind: ProofRow['kind'], sourceId: string): string | undefined;
  ledger(kind: ProofRow['kind'], targetId: string): string | undefined;
}

/** What the file of a month is made of; what was accepted is named in it, too. */
export function monthFile(
  { proof, accepted }: JudgedMonth,
  rows: Pick<MonthFile, 'source' | 'ledger'>,
  pages: DocumentPages,
): MonthFile {
  const { target, mismatches } = proof;
  return {
    ...rows,
    sourceName: sourceManifest.name,
    ledgerName: providerManifests[target].name,
    mismatches: [...mismatches, ...accepted.map(({ mismatch }) => mismatch)],
    titleOf: (mismatch) => classWords(mismatch.class, target).title,
    urlsOf: ({ source, ledger }) => ({
      source: (source?.sourceId && pages.source(source.kind, source.sourceId)) ?? '',
      ledger: (ledger?.targetId && pages.ledger(ledger.kind, ledger.targetId)) ?? '',
    }),
  };
}
