import {
  type Latency,
  FaultPlan as Plan,
  type ScriptedFault as Scripted,
} from '../../common/fault-plan.ts';

/**
 * What can go wrong with one call. "Applied": the change is made although the caller does not learn it. The two 500s
 * come from inside the application and are remembered under the Idempotency-Key; 503 comes from the edge and is not.
 */
export type FaultKind =
  | '500-applied'
  | '500-not-applied'
  | '503-not-applied'
  | 'timeout-applied'
  | 'timeout-not-applied';

export interface FaultSettings extends Latency {
  /** Probabilities 0..1. */
  readonly failRate5xxApplied: number;
  readonly failRate5xxNotApplied: number;
  readonly failRate503: number;
  readonly timeoutsApplied: number;
  readonly timeoutsNotApplied: number;
}

export type ScriptedFault = Scripted<FaultKind>;

/** No faults, no delay. */
export const calmFaults: FaultSettings = {
  failRate5xxApplied: 0,
  failRate5xxNotApplied: 0,
  failRate503: 0,
  timeoutsApplied: 0,
  timeoutsNotApplied: 0,
  latencyMs: 0,
  latencyJitterMs: 0,
};

export const faultKinds: readonly FaultKind[] = [
  '500-applied',
  '500-not-applied',
  '503-not-applied',
  'timeout-applied',
  'timeout-not-applied',
];

export type FaultPlan = Plan<FaultKind, FaultSettings>;

/** Chance spares the identity endpoints. */
export function faultPlan(settings: FaultSettings, random: () => number): FaultPlan {
  return new Plan(
    settings,
    {
      calm: calmFaults,
      sharesOf: (now) => [
        ['500-applied', now.failRate5xxApplied],
        ['500-not-applied', now.failRate5xxNotApplied],
        ['503-not-applied', now.failRate503],
        ['timeout-applied', now.timeoutsApplied],
        ['timeout-not-applied', now.timeoutsNotApplied],
      ],
      isSpared: (path) => !path.startsWith('/api.xro/'),
    },
    random,
  );
}
