import type { Link } from '../../contracts/link-item.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import { newLink } from '../../domain/links/new-link.ts';
import { linkNear } from '../apply-changes/near-links.ts';
import type { LedgerBatch } from './ledger-batch.ts';

/** What stands in the ledger for an invoice that need not be in the batch. */
export async function linkOfInvoice(invoiceId: string, batch: LedgerBatch): Promise<Link> {
  const { operatorId, target } = batch;
  const key = { operatorId, target, kind: 'invoice', sourceId: invoiceId } as const;
  const stored = (await linkNear(key, batch)) ?? newLink(key);
  return linkInAccount(stored, batch.accountId);
}
