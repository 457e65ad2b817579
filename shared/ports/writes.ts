import type { IssueCause } from '../domain/issues/causes.ts';

/** What became of one element of a batch; same order as the drafts. */
export type Written<T> =
  | { ok: true; value: T }
  | {
      ok: false;
      cause: IssueCause;
      detail: string;
      /** The call was refused as a whole: this element need not be the bad one. */
      isWholeCall?: boolean;
      /** The target's id of the call, for its support. */
      requestId?: string;
    };

/** The idempotency key of a write, with the time after which it must not leave any more. */
export interface WriteKey {
  value: string;
  /** Later another worker may have gone on, or the provider have forgotten the key. */
  sendBeforeEpochMs?: number;
}
