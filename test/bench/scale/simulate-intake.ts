import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { awsQuotas } from './aws-quotas.ts';
import { ExecutionPool } from './execution-pool.ts';
import {
  type DeliveryKind,
  type IntakeHabits,
  type IntakeProcess,
  type Outcome,
  seconds,
} from './intake-process.ts';
import { TokenRate } from './token-rate.ts';

/** The intake of one stage, as its template says. */
export interface IntakeSettings {
  readonly routePerSecond: number;
  readonly routeBurst: number;
  /** Executions that it may have at once. */
  readonly concurrency: number;
  /** Messages that the Region's queues take a second. */
  readonly sendsPerSecond: number;
  readonly habits: IntakeHabits;
}

/** One sender who is no operator, or one operator whose deliveries never end. */
export interface Flood {
  readonly kind: Exclude<DeliveryKind, 'genuine'>;
  readonly perSecond: number;
  readonly beginsAtSeconds: number;
  /** How long it takes until it is whole. */
  readonly rampSeconds: number;
}

/** Month ends of so many operators at once, and what floods beside them. */
export interface IntakeLoad {
  readonly operators: number;
  readonly webhooksOfEach: number;
  readonly withinSeconds: number;
  /** All begin within so many seconds: clocks strike midnight for everybody. */
  readonly rampSeconds: number;
  readonly flood?: Flood;
  readonly seed: number;
}

/** Webhooks of operators that were refused, by what refused them. */
export interface Refused {
  readonly throttle: number;
  readonly concurrency: number;
  readonly queue: number;
}

export interface IntakeRun {
  readonly webhooks: number;
  readonly refused: Refused;
  readonly readsPerWebhook: number;
  readonly opensPerWebhook: number;
  readonly peakExecutions: number;
  readonly flood: { readonly deliveries: number; readonly accepted: number };
}

/**
 * Runs the load through the throttles of the account and the route and through Lambda, in virtual time.
 * It may end at the first webhook of an operator that is refused.
 */
export function simulateIntake(
  settings: IntakeSettings,
  load: IntakeLoad,
  isStoppedByRefusal = false,
): IntakeRun {
  const caps = openCaps(settings, load.operators);
  const refused = { throttle: 0, concurrency: 0, queue: 0 };
  const flood = { deliveries: 0, accepted: 0 };
  let webhooks = 0;
  const asked = { reads: 0, opens: 0 };
  for (const { atSeconds, operator } of arrivals(load)) {
    if (operator === undefined) {
      flood.deliveries += 1;
      const kind = load.flood?.kind ?? 'unknown';
      const outcome = pass(caps, atSeconds, (process) =>
        process.takeOfFlood(kind, atSeconds, () => caps.group.take(atSeconds)),
      );
      if (typeof outcome !== 'string' && outcome.isAccepted) flood.accepted += 1;
      continue;
    }
    webhooks += 1;
    const outcome = pass(caps, atSeconds, (process) => process.takeGenuine(operator, atSeconds));
    if (typeof outcome === 'string') refused[outcome] += 1;
    else if (!caps.region.take(atSeconds)) refused.queue += 1;
    else {
      asked.reads += outcome.reads;
      asked.opens += outcome.opens;
    }
    if (isStoppedByRefusal && sumOf(refused) > 0) break;
  }
  return {
    webhooks,
    refused,
    readsPerWebhook: asked.reads / Math.max(1, webhooks),
    opensPerWebhook: asked.opens / Math.max(1, webhooks),
    peakExecutions: caps.pool.peakBusy,
    flood,
  };
}

export function sumOf({ throttle, concurrency, queue }: Refused): number {
  return throttle + concurrency + queue;
}

function openCaps(settings: IntakeSettings, operators: number) {
  const { routePerSecond, routeBurst, concurrency, habits, sendsPerSecond } = settings;
  const { apiRequestsPerSecond, apiBurst, sqsCallsPerSecondOfGroup } = awsQuotas;
  return {
    account: new TokenRate(apiRequestsPerSecond.value, apiBurst.value),
    route: new TokenRate(routePerSecond, routeBurst),
    pool: new ExecutionPool({ concurrency, habits, operators }),
    /** Of the one that floods; everybody else is far below. */
    group: new TokenRate(sqsCallsPerSecondOfGroup.value),
    region: new TokenRate(sendsPerSecond),
  };
}

/** Through the throttles and into an execution; else what refused it. */
function pass(
  { account, route, pool }: ReturnType<typeof openCaps>,
  atSeconds: number,
  take: (process: IntakeProcess) => Outcome,
): Outcome | 'throttle' | 'concurrency' {
  if (!account.take(atSeconds) || !route.take(atSeconds)) return 'throttle';
  const execution = pool.acquire(atSeconds);
  if (execution === undefined) return 'concurrency';
  const outcome = take(execution.process);
  const startSeconds = execution.isNew ? seconds.coldStart : 0;
  pool.occupy(execution.process, atSeconds + startSeconds + outcome.busySeconds);
  return outcome;
}

interface Arrival {
  atSeconds: number;
  /** Undefined: of the flood. */
  operator: number | undefined;
}

/** In order of time, each at random. Operators begin one after the other, and end so. */
function* arrivals(load: IntakeLoad): Generator<Arrival> {
  const random = createSeededRandom(load.seed);
  const { operators, webhooksOfEach, withinSeconds, rampSeconds, flood } = load;
  const standing = (operators * webhooksOfEach) / (withinSeconds - rampSeconds);
  const perSecond = standing + (flood?.perSecond ?? 0);
  const arrival: Arrival = { atSeconds: 0, operator: undefined };
  for (;;) {
    arrival.atSeconds -= Math.log(1 - random.next()) / perSecond;
    if (arrival.atSeconds >= withinSeconds) return;
    const isOfFlood = random.next() * perSecond >= standing;
    const share = isOfFlood ? shareOfFlood(arrival, flood) : shareOfOperators(arrival, load);
    if (share < 1 && random.next() >= share) continue;
    arrival.operator = isOfFlood ? undefined : random.below(operators);
    yield arrival;
  }
}

/** How much of the standing rate there is at an instant: below 1 while it climbs and ends. */
function shareOfOperators(
  { atSeconds }: Arrival,
  { withinSeconds, rampSeconds }: IntakeLoad,
): number {
  return Math.min(atSeconds / rampSeconds, (withinSeconds - atSeconds) / rampSeconds);
}

function shareOfFlood({ atSeconds }: Arrival, flood: Flood | undefined): number {
  return flood === undefined ? 0 : (atSeconds - flood.beginsAtSeconds) / flood.rampSeconds;
}
