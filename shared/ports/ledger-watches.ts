import type { Target } from '../contracts/ids.ts';
import type { LedgerWatch } from '../contracts/ledger-watch-item.ts';

export interface DueLedgerWatch {
  watch: LedgerWatch;
  dueAtEpochMs: number;
}

/** A ledger tells of each of our own writes, too; a look leaves to the next one what is twice as young as this. */
export const dueAnewAfterMs = 60_000;

/** When to look next whether somebody changed anything in an operator's ledger. */
export interface LedgerWatches {
  /** Begins to look at it, from now on; one that is looked at already is left alone. */
  ensure(watch: LedgerWatch, dueAtEpochMs: number): Promise<void>;
  /**
   * Look as soon as possible: the ledger says that something changed. Nothing where nobody looks yet, or
   * where it became due within the last minute (`dueAnewAfterMs`): a look that was at it since comes back.
   */
  lookNow(key: { operatorId: string; target: Target }, nowEpochMs: number): Promise<void>;
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
