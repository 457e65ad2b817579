import type { Target } from '../contracts/ids.ts';
import type { AcceptedMismatch } from '../contracts/month-proof.ts';

/** What persons want otherwise on both sides, and why. */
export interface AcceptedMismatches {
  put(accepted: AcceptedMismatch): Promise<void>;
  remove(operatorId: string, target: Target, key: string): Promise<void>;
  list(operatorId: string, target: Target): Promise<AcceptedMismatch[]>;
}
