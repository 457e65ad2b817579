import type { Target } from '../contracts/ids.ts';
import type { MonthProof } from '../contracts/month-proof.ts';

/** What months came to on both sides, when they were compared last. */
export interface MonthProofs {
  get(operatorId: string, target: Target, month: string): Promise<MonthProof | undefined>;
  /** Over the one of before. False: a night that began later has compared the month already, and nothing was stored. */
  put(proof: MonthProof): Promise<boolean>;
  /** All of them, the latest month first. */
  list(operatorId: string, target: Target): Promise<MonthProof[]>;
}
