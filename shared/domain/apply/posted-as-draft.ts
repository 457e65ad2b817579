import type { Link } from '../../contracts/link-item.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';

/**
 * Whether a document waits in the ledger for somebody to approve it: such a one takes neither payments
 * nor credits. What was approved when it was posted stays so, whatever the setting says since; where
 * drafts are posted no more, somebody may have approved the former ones, and the ledger knows.
 */
export function isPostedAsDraft(
  posted: NonNullable<Link['posted']>,
  settings: Pick<LedgerSettings, 'invoiceStatus'>,
): boolean {
  return settings.invoiceStatus === 'DRAFT' && (posted.asDraft ?? true);
}
