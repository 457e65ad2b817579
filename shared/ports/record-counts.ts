import type { CountsRow } from '../contracts/counts-item.ts';
import type { RecordKind } from '../contracts/ids.ts';

/** What one batch brought about. */
export interface CountsChange {
  operatorId: string;
  /** More (or, below nought, fewer) records of a kind. */
  by: Partial<Record<RecordKind, number>>;
  /** When the first of them was saved, at the earliest. */
  firstAtEpochMs: number;
  /** Something may be missing, or counted twice. */
  isDoubted: boolean;
  nowEpochMs: number;
}

export interface RecordCounts {
  get(operatorId: string): Promise<CountsRow | undefined>;
  /**
   * Adds once, however often its own answer is lost, in one write. Where all links were counted at
   * about the time of the change, nobody knows whether they held it already: then the figures are
   * doubted instead.
   */
  note(change: CountsChange): Promise<void>;
  /**
   * Puts a count of all links in the place of the row that was read before it began; false: the row
   * has changed since, and the count is of no use.
   */
  put(
    counted: { operatorId: string; counts: Record<RecordKind, number>; countedAtEpochMs: number },
    read: CountsRow | undefined,
  ): Promise<boolean>;
}
