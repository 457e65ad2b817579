import { type Counts, type Measure, sumOf } from '../calls/meter/measures.ts';
import { billedSeconds, priceOf, totalPrice } from '../calls/prices.ts';
import type { IdleLoad } from './idle-load.ts';

/** Each operator and tick, refresh, or month of 30 days. */
export interface IdleFigures {
  /** Rows, and pages of the index. */
  readonly sweepReadsPerTick: number;
  readonly tendReadsPerTick: number;
  readonly refreshesPerDay: number;
  readonly readsPerRefresh: number;
  readonly writeUnitsPerRefresh: number;
  readonly kmsCallsPerRefresh: number;
  readonly sqsRequestsPerRefresh: number;
  readonly vendorCallsPerRefresh: number;
  readonly tableDollarsPerMonth: number;
  readonly keysDollarsPerMonth: number;
  readonly queuesDollarsPerMonth: number;
  readonly functionsDollarsPerMonth: number;
  readonly dollarsPerMonth: number;
}

const ticksPerDay = 288;
const daysPerMonth = 30;
/** A sweep attends to so many side by side, and so does a batch of messages. */
const sweepPlaces = 8;
const batchPlaces = 10;

/** Figures of one operator out of what was counted of all. */
export function idleFiguresOf(load: IdleLoad): IdleFigures {
  const { sweep, refresh, tend } = load.phases;
  const operatorTicks = load.operators * load.ticks;
  const dayShare = ticksPerDay / operatorTicks;
  const all = [sweep, refresh, tend];
  const total = (measure: Measure) => all.reduce((sum, counts) => sum + of(counts, measure), 0);
  const price = priceOf({
    readUnits: total('readUnits'),
    writeUnits: total('writeUnits') + total('indexUnits'),
    sqsRequests: load.sqsRequests,
    kmsCalls: all.reduce((sum, counts) => sum + kmsCalls(counts), 0),
    secretCalls: 0,
    // Those of the sweeps are there also without operators.
    invocations: load.batches,
    lambdaSeconds: secondsOf(load),
    httpRequests: 0,
    logBytes: 0,
  });
  const monthly = (dollars: number) => dollars * dayShare * daysPerMonth;
  const perRefresh = (count: number) => count / load.refreshes;
  return {
    sweepReadsPerTick: reads(sweep) / operatorTicks,
    tendReadsPerTick: reads(tend) / operatorTicks,
    refreshesPerDay: load.refreshes * dayShare,
    readsPerRefresh: perRefresh(reads(refresh)),
    writeUnitsPerRefresh: perRefresh(of(refresh, 'writeUnits') + of(refresh, 'indexUnits')),
    kmsCallsPerRefresh: perRefresh(kmsCalls(refresh)),
    sqsRequestsPerRefresh: perRefresh(load.sqsRequests),
    vendorCallsPerRefresh: perRefresh(load.vendorCalls),
    tableDollarsPerMonth: monthly(price.table),
    keysDollarsPerMonth: monthly(price.keys),
    queuesDollarsPerMonth: monthly(price.queues),
    functionsDollarsPerMonth: monthly(price.functions),
    dollarsPerMonth: monthly(totalPrice(price)),
  };
}

/** Waiting for several at once is paid for once; computing is left out, it is the same. */
function secondsOf({ phases, vendorCalls }: IdleLoad): number {
  const callsOf = (counts: Counts) => of(counts, 'calls');
  const waiting = (awsCalls: number, vendor: number) =>
    billedSeconds({ cpuMs: 0, awsCalls, vendorCalls: vendor });
  return (
    waiting(callsOf(phases.sweep) + callsOf(phases.tend), 0) / sweepPlaces +
    waiting(callsOf(phases.refresh), vendorCalls) / batchPlaces
  );
}

function of(counts: Counts, measure: Measure): number {
  return sumOf(counts, (key) => key.measure === measure);
}

function kmsCalls(counts: Counts): number {
  return sumOf(
    counts,
    ({ measure, operation }) => measure === 'calls' && operation.startsWith('kms.'),
  );
}

/** Every row that is looked up, and every page that is asked for. */
function reads(counts: Counts): number {
  return sumOf(
    counts,
    ({ measure, operation }) =>
      (measure === 'items' && /^dynamodb\.(Batch)?GetItem$/.test(operation)) ||
      (measure === 'calls' && operation === 'dynamodb.Query'),
  );
}
