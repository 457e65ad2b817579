import type { IssueCause } from './causes.ts';

/** What any target may do to a record, by the names under which issues of it are stored. */
export const refusedByTarget = {
  /** It refused the record and said nothing by which the cause could be told. */
  rejected: 'ledger_rejected',
  /** It failed each time, and nobody knows whether the record got there. */
  keepsFailing: 'ledger_keeps_failing',
} as const satisfies Record<string, IssueCause>;
