import type { Target } from '../contracts/ids.ts';
import type { ProofPage } from '../contracts/month-proof.ts';

/** Of which month, and which run has read them. */
export interface ProofPagesOf {
  operatorId: string;
  target: Target;
  month: string;
  runId: string;
}

/** Pages of both sides of a month. */
export interface ProofPages {
  /** Over one of the same place and run. */
  put(page: ProofPage): Promise<void>;
  /** Those of one run, in the order of side, kind, page and part. */
  ofRun(of: ProofPagesOf): Promise<ProofPage[]>;
  /** Those of them that have payments. */
  paymentsOf(of: ProofPagesOf): Promise<ProofPage[]>;
  /** Deletes what other runs left of the month. */
  removeOthers(of: ProofPagesOf): Promise<void>;
}
