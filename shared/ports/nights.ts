import type { Target } from '../contracts/ids.ts';
import type { Night } from '../contracts/night-item.ts';

/** Runs that compare both sides. */
export interface Nights {
  /** The one that is under way, or else the latest. */
  get(operatorId: string, target: Target): Promise<Night | undefined>;
  /**
   * Saves over the revision that was read (`night.revision`; 0: there is none yet) and returns it with its
   * new revision, or 'conflict' when somebody else saved meanwhile.
   */
  save(night: Night): Promise<Night | 'conflict'>;
  /** Those that are to be looked at before the instant, the longest waiting first. */
  due(beforeEpochMs: number, atMost: number): Promise<Night[]>;
  /** Keeps one that has ended, beside those of before; again it is written over with itself. */
  keep(night: Night, untilEpochMs: number): Promise<void>;
  /** Those that were kept, the latest first. */
  latest(operatorId: string, target: Target, atMost: number): Promise<Night[]>;
}
