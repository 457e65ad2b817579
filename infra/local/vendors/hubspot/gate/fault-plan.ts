import { type Latency, FaultPlan as Plan } from '../../common/fault-plan.ts';

/**
 * What can go wrong with one call. "Applied": the change is made although the caller does not learn it. 502, 503 and
 * 504 come from whoever stands in front; `partial` fails one input of a batch; `daily` says that the day's quota is gone.
 */
export const faultKinds = [
  '500-applied',
  '500-not-applied',
  '502-not-applied',
  '503-not-applied',
  '504-applied',
  '504-not-applied',
  'timeout-applied',
  'timeout-not-applied',
  'partial',
  'daily',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface FaultSettings extends Latency {
  /** Probabilities 0..1 by kind; absent is 0. */
  readonly rates: Readonly<Partial<Record<FaultKind, number>>>;
}

/** No faults, no delay. */
export const calmFaults: FaultSettings = { rates: {}, latencyMs: 0, latencyJitterMs: 0 };

export type FaultPlan = Plan<FaultKind, FaultSettings>;

/** Chance spares the OAuth endpoints. */
export function faultPlan(settings: FaultSettings, random: () => number): FaultPlan {
  return new Plan(
    settings,
    {
      calm: calmFaults,
      sharesOf: ({ rates }) => faultKinds.map((kind) => [kind, rates[kind] ?? 0] as const),
      isSpared: (path) => path.startsWith('/oauth/'),
    },
    random,
  );
}
