import type { Target } from '../contracts/ids.ts';
import type { NightWatch } from '../contracts/night-item.ts';

export interface DueNight {
  watch: Pick<NightWatch, 'operatorId' | 'target'>;
  dueAtEpochMs: number;
}

/** When an operator's books are compared next. */
export interface NightWatches {
  /** Begins to; one that is compared already is left alone. */
  ensure(key: { operatorId: string; target: Target }, dueAtEpochMs: number): Promise<void>;
  /** Due ones, longest first. */
  due(nowEpochMs: number, atMost: number): Promise<DueNight[]>;
  /** When it is due next. False: somebody else has taken this one. */
  next(due: DueNight, nextAtEpochMs: number): Promise<boolean>;
}
