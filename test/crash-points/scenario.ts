import type { Point, Step } from './points.ts';

export const handlers = [
  'receive-webhook',
  'apply-changes',
  'walk-pages',
  'write-back',
  'sweep-write-backs',
  'tend-sources',
  'wake-issues',
  'refresh-connection',
  'refresh-tokens',
  'tend-connections',
  'disconnect',
  'start-nights',
  'reconcile-books',
  'serve-portal',
] as const;
export type Handler = (typeof handlers)[number];

/** Every kind of write that leaves Rollerdoor. */
export const effectKinds = [
  'change queued',
  'change aside',
  'page queued',
  'night queued',
  'mismatch accepted',
  'write-back queued',
  'contact create',
  'contact update',
  'invoice create',
  'invoice void',
  'invoice change',
  'payment',
  'credit note create',
  'allocation',
  'allocation taken back',
  'credit note void',
  'money on account',
  'history note',
  'tracking category',
  'tracking option',
  'tombstone',
  'metadata',
  'timeline event',
  'refund',
  'token refresh',
  'webhook endpoint',
  'webhook endpoint off',
  'token revocation',
] as const;
export type EffectKind = (typeof effectKinds)[number];

/** What a run with or without a fault came to. */
export interface Finished {
  /** Steps of the process that was watched. */
  steps: Step[];
  /** Compared with that of the run without a fault. */
  state: unknown;
  /** What the activities tell of writes; each that the run without a fault tells of must be there. */
  audit: readonly string[];
  /** What is wrong whatever the other run came to. */
  wrongs: string[];
}

export interface Scenario {
  title: string;
  handler: Handler;
  effects: readonly EffectKind[];
  run(point?: Point): Promise<Finished>;
  /**
   * Ends that are as good as can be had at a point, in place of the end without a fault. None: the end
   * must be the same. Steps are those of the run without a fault.
   */
  otherEnds?(point: Point, steps: readonly Step[]): unknown[];
}
