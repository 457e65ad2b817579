import type { Link } from '../../contracts/link-item.ts';

/** Everything that was received and stands in the ledger, as payments or on account. */
export function postedMoney(posted: Link['posted']): number {
  return (posted?.paidMinor ?? 0) + (posted?.overpaidMinor ?? 0);
}
