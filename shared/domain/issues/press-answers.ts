/**
 * What became of the wish to leave a record as it is, or no longer: `changed` when it was judged anew
 * since the person looked, so that they may have meant something else.
 */
export type AcceptAnswer = 'accepted' | 'reopened' | 'no_such_issue' | 'changed' | 'no_reason';

/** What became of the wish to post what waits for a code otherwise. */
export type DifferentAnswer =
  | { kind: 'saved'; records: number; isConnected: boolean }
  /** Nothing waits for that code any more. */
  | { kind: 'no_such_issue' }
  /** The ledger, or the settings, do not take that. */
  | { kind: 'no_such_choice' }
  | { kind: 'not_connected' };
