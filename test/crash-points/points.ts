/** What happens to a worker at one of its steps; "applied": the step took effect. */
export type Fate =
  /** The process ends there: nothing of it runs on, no catch and no finally. */
  | 'crash_before'
  | 'crash_after'
  /** As `crash_after`, and the work comes back when the provider has forgotten the key. */
  | 'crash_after_late'
  /** The step throws. Of a request: it was lost on its way, or its answer was. */
  | 'error_not_applied'
  | 'error_applied'
  /** 503 or 502 of something in front of the application: not remembered under the key. */
  | 'edge_5xx_not_applied'
  | 'edge_5xx_applied'
  /** 500 of the application itself: answered to every repeat of the key for as long as it is remembered. */
  | 'stored_5xx_not_applied'
  | 'stored_5xx_applied'
  /** 429 of the limiter in front. */
  | 'limited'
  /** Nobody answers in time, and then it is carried out all the same. */
  | 'late_arrival';

/**
 * `port_read` and `read` change nothing. `keyed`: carries an idempotency key. `forgets`: its provider
 * remembers keys for minutes only.
 */
export type StepKind =
  | 'port_read'
  | 'port'
  | 'read'
  | 'plain_write'
  | 'keyed_write'
  | 'keyed_write_forgets';

export interface Step {
  /** `links.save`, `PUT xero /Invoices`. */
  label: string;
  kind: StepKind;
}

export interface Point {
  /** Counts from 0, in the order in which the steps began. */
  step: number;
  fate: Fate;
}

const anywhere = ['crash_before', 'crash_after', 'error_not_applied', 'error_applied'] as const;
const requests = [...anywhere, 'edge_5xx_not_applied', 'limited'] as const;
const writes = [...requests, 'edge_5xx_applied', 'late_arrival'] as const;
const keyedWrites = [...writes, 'stored_5xx_not_applied', 'stored_5xx_applied'] as const;

const fates: Record<StepKind, readonly Fate[]> = {
  port_read: anywhere,
  port: anywhere,
  read: requests,
  plain_write: writes,
  keyed_write: keyedWrites,
  keyed_write_forgets: [...keyedWrites, 'crash_after_late'],
};

/** Everything that can happen at every step of a recorded run. */
export function pointsOf(steps: readonly Step[]): Point[] {
  return steps.flatMap(({ kind }, step) => fates[kind].map((fate) => ({ step, fate })));
}

const alike: Partial<Record<Fate, Fate>> = {
  crash_after: 'crash_before',
  error_applied: 'error_not_applied',
};

/** The point whose run this one would repeat: nothing lies between before and after a read. */
export function representative(point: Point, kind: StepKind | undefined): Point {
  const isRead = kind === 'port_read' || kind === 'read';
  return isRead ? { ...point, fate: alike[point.fate] ?? point.fate } : point;
}

/**
 * Tells where a replay left the recorded run before its fault, which would mean that the fault hit
 * something else than was meant. Undefined when it did not.
 */
export function deviation(
  recorded: readonly Step[],
  replayed: readonly Step[],
  point: Point,
): string | undefined {
  for (let step = 0; step <= point.step; step += 1) {
    const [meant, met] = [recorded[step]?.label, replayed[step]?.label];
    if (meant !== met) return `step ${step} was ${meant ?? 'none'} and is ${met ?? 'none'}`;
  }
  return undefined;
}

/** The effect took place although the provider answered with an error: what cannot be looked up may double. */
export function isFailedAfterEffect(fate: Fate): boolean {
  return fate === 'edge_5xx_applied' || fate === 'stored_5xx_applied';
}

/** At such a point the step took effect and its caller was told so by nobody. */
export function isUnheardEffect(fate: Fate): boolean {
  return (
    isFailedAfterEffect(fate) ||
    ['crash_after', 'crash_after_late', 'error_applied', 'late_arrival'].includes(fate)
  );
}
