import type { Version } from '../../contracts/version.ts';
import { invoiceRanks } from './record-version.ts';

export type Comparison =
  /** Nothing known yet, or clearly newer: apply. */
  | 'newer'
  /** The same state once more: nothing to do. */
  | 'same'
  /** Older than what was applied: drop. */
  | 'older'
  /** Same time, other content, no way to tell which came last: ask the source. */
  | 'tie';

/**
 * Orders an incoming state against the one that was applied last. A record's life only goes forward
 * (an invoice that is paid never becomes open again), so the rank decides before the clock, which
 * may have a resolution of a second only.
 */
export function compareVersions(applied: Version | undefined, incoming: Version): Comparison {
  if (applied === undefined) return 'newer';
  if (incoming.fingerprint === applied.fingerprint) return 'same';
  if (incoming.rank !== applied.rank) return incoming.rank > applied.rank ? 'newer' : 'older';
  const difference = Date.parse(incoming.at) - Date.parse(applied.at);
  // A time that cannot be read orders nothing (the difference is NaN then).
  if (difference > 0) return 'newer';
  return difference < 0 ? 'older' : 'tie';
}

/**
 * Whether rank and clock say different things of which state came last. Mostly events are only out of
 * order or a clock is; but a bounced debit opens a paid invoice again, and only the source knows. Of two
 * states of one second the clock says nothing, and a life that may have gone back is asked for, too.
 */
export function isAgainstTime(known: Version | undefined, incoming: Version): boolean {
  if (known === undefined || known.fingerprint === incoming.fingerprint) return false;
  const byRank = Math.sign(incoming.rank - known.rank);
  const byTime = Math.sign(Date.parse(incoming.at) - Date.parse(known.at));
  return byRank * byTime < 0 || (byTime === 0 && mayHaveGoneBack(known.rank, incoming.rank));
}

/**
 * Nothing becomes a draft again, and a debit that is paid does not bounce within the second, so that the
 * usual invoice, raised and paid at once, costs no read. Giving a debt up is a press of a button, and is
 * taken back by another one: those two are asked for whichever of them arrives first.
 */
function mayHaveGoneBack(known: number, incoming: number): boolean {
  const { open, uncollectible } = invoiceRanks;
  if (Math.min(known, incoming) < open) return false;
  return incoming < known || (known === open && incoming === uncollectible);
}
