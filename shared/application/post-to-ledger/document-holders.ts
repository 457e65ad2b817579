import type { LinkKey } from '../../contracts/link-item.ts';
import { holderKey, newHolder } from '../../domain/links/holder.ts';
import type { LedgerBatch } from './ledger-batch.ts';

/**
 * Says that a document of somebody else's stands for this record: it bears no reference of ours by which
 * whoever looks at the ledger could tell. Written before its link, so that none is linked and unknown.
 */
export async function holdDocument(
  key: LinkKey,
  targetId: string,
  { ports: { links } }: Pick<LedgerBatch, 'ports'>,
): Promise<void> {
  const holder = newHolder(key, targetId);
  if ((await links.save(holder)) !== 'conflict') return;
  const known = await links.get(holderKey(key, targetId));
  if (known === undefined || known.targetId === key.sourceId) return;
  // It stood for another record before, as one of a source that was connected then. Who is quicker wins: the
  // link itself decides.
  await links.save({ ...known, targetId: key.sourceId });
}
