import type { MonthProof, ProofRow } from '../../contracts/month-proof.ts';
import type { ProofPages } from '../../ports/proof-pages.ts';

/** The documents by which a month was compared last, on both sides. */
export async function monthRows(
  pages: Pick<ProofPages, 'ofRun'>,
  { operatorId, target, month, runId }: MonthProof,
): Promise<{ source: ProofRow[]; ledger: ProofRow[] }> {
  const read = await pages.ofRun({ operatorId, target, month, runId });
  const rowsOf = (side: 'source' | 'ledger') =>
    read.filter((page) => page.side === side).flatMap(({ rows }) => rows);
  return { source: rowsOf('source'), ledger: rowsOf('ledger') };
}
