import type { ProofPage } from '../../contracts/month-proof.ts';
import type { Night } from '../../contracts/night-item.ts';
import type { ProofPages } from '../../ports/proof-pages.ts';

/** Below what an item takes, also where its characters take several bytes. */
const textAtMost = 120_000;

/** Keeps what stands on a page, in as many parts as it needs. */
export async function keepPage(
  proofPages: ProofPages,
  { operatorId, target, runId, place }: Night,
  page: Pick<ProofPage, 'side' | 'kind' | 'rows' | 'sourceIds' | 'payments'> & { month: string },
): Promise<void> {
  const { rows, ...rest } = page;
  const common = { operatorId, target, runId, page: place.page, ...rest };
  for (const [at, some] of partsOf(rows).entries()) {
    const { sourceIds: _ids, payments: _payments, ...more } = common;
    await proofPages.put({ ...(at === 0 ? common : more), part: at + 1, rows: some });
  }
}

/** At least one, be it empty. */
function partsOf(rows: ProofPage['rows']): Array<ProofPage['rows']> {
  const parts: Array<ProofPage['rows']> = [[]];
  let length = 0;
  for (const row of rows) {
    const added = JSON.stringify(row).length;
    if (length > 0 && length + added > textAtMost) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(row);
    length += added;
  }
  return parts;
}
