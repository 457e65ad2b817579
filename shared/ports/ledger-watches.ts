import type { Target } from '../contracts/ids.ts';
import type { LedgerWatch } from '../contracts/ledger-watch-item.ts';

export interface DueLedgerWatch {
  watch: LedgerWatch;
  dueAtEpochMs: number;
}

/** When to look next whether somebody changed anything in an operator's ledger. */
export interface LedgerWatches {
  /** Begins to look at it, from now on; one that is looked at already is left alone. */
  ensure(watch: LedgerWatch, dueAtEpochMs: number): Promise<void>;
  /**
   * Look by then: the ledger says that something changed. A look that is due sooner stays as it is, and
   * nothing is done where nobody looks yet.
   */
  lookBy(key: { operatorId: string; target: Target }, atEpochMs: number): Promise<void>;
  /** Due ones, longest first. */
  due(nowEpochMs: number, atMost: number): Promise<DueLedgerWatch[]>;
  /**
   * Notes how far it was looked and when to look next; undefined: never again by itself. False: it became
   * due anew since, and stays so.
   */
  lookNext(
    watch: LedgerWatch,
    dueAtEpochMs: number,
    nextAtEpochMs: number | undefined,
  ): Promise<boolean>;
}
