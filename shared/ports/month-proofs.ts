import type { Target } from '../contracts/ids.ts';
import type { MonthProof } from '../contracts/month-proof.ts';

/** What months came to on both sides, when they were compared last. */
export interface MonthProofs {
  get(operatorId: string, target: Target, month: string): Promise<MonthProof | undefined>;
  /** Over the one of before. */
  put(proof: MonthProof): Promise<void>;
  /** All of them, the latest month first. */
  list(operatorId: string, target: Target): Promise<MonthProof[]>;
}
