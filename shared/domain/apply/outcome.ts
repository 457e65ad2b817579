import type { IssueCause } from '../issues/causes.ts';

/** Why a change needed nothing. */
export type SkipReason =
  | 'stale_epoch'
  | 'target_not_connected'
  | 'duplicate'
  | 'older'
  | 'draft'
  | 'before_start_date'
  | 'void_never_posted'
  /** In the books of a company that was connected before: posting it here too would double it. */
  | 'posted_elsewhere'
  | 'deleted'
  /** Only a note was asked for, and came to no end; it stays owed, and the sweep asks again. */
  | 'put_off'
  /** It waits beside the queue. */
  | 'put_aside';

/** What became of one change; it is acknowledged in each case. */
export type Outcome =
  | { kind: 'applied' }
  | { kind: 'skipped'; reason: SkipReason }
  | {
      kind: 'parked';
      cause: IssueCause;
      detail: string;
      /** By which the provider's support finds its refusal; for our log only. */
      requestId?: string;
    };

export const applied: Outcome = { kind: 'applied' };

export function skipped(reason: SkipReason): Outcome {
  return { kind: 'skipped', reason };
}

export type Parked = Extract<Outcome, { kind: 'parked' }>;

export function parked(cause: IssueCause, detail = ''): Parked {
  return { kind: 'parked', cause, detail };
}
