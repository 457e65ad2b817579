// SPEC.md I13
import type { Rate } from '../../../shared/contracts/rate-item.ts';
import type { FinishedRun, Invariant } from '../history.ts';
import { type Occurred, viewOf } from './run-view.ts';

type Paced = Occurred<'paced'>;
type Arrival = Occurred<'arrived'>;

export const liveFirst: Invariant = {
  id: 'I13',
  title: 'A live call waits at most 2 s for its slot while a backfill load runs',
  check: (run) => {
    const held = viewOf(run)
      .of('paced')
      .filter((paced) => paced.lane === 'live' && isHeldUp(paced) && isBesideBackfill(run, paced));
    return held.flatMap((paced) =>
      hasReason(run, paced)
        ? []
        : [
            `a live call to ${paced.provider} for ${paced.operatorId} at ${paced.seq}: ${wordsOf(paced)}`,
          ],
    );
  },
};

const waitAtMostMs = 2_000;
/** What live alone may use: what is allowed less the 0.8 of it that backfill may take. */
const liveShare = 0.2;
const minuteMs = 60_000;
/** A dead worker's slots are stamped as if each call took 30 s. */
const cautiousMs = minuteMs + 30_000;
/** The longest block that a 429 of a minute's window can cause. */
const blockMs = 120_000;

function isHeldUp({ outcome, waitedMs }: Paced): boolean {
  return outcome === 'deferred' || waitedMs > waitAtMostMs;
}

/** The account also serves a load in the backfill lane at that time. */
export function isBesideBackfill(run: FinishedRun, paced: Paced): boolean {
  return backfillOf(run).some(
    (call) =>
      call.seq < paced.seq &&
      call.atEpochMs > paced.atEpochMs - minuteMs &&
      isSameAccount(run, call, paced),
  );
}

const backfills = new WeakMap<FinishedRun, readonly Arrival[]>();

function backfillOf(run: FinishedRun): readonly Arrival[] {
  const known = backfills.get(run) ?? viewOf(run).own.filter((call) => call.lane === 'backfill');
  backfills.set(run, known);
  return known;
}

function hasReason(run: FinishedRun, paced: Paced): boolean {
  const view = viewOf(run);
  const beganEpochMs = paced.atEpochMs - paced.waitedMs;
  const since = (ms: number) => (each: { atEpochMs: number; seq: number }) =>
    each.seq < paced.seq && each.atEpochMs > beganEpochMs - ms;
  const calls = view
    .of('arrived')
    .filter(since(blockMs))
    .filter((call) => isSameAccount(run, call, paced));
  const recent = calls.filter(since(minuteMs));
  const live = recent.filter((call) => !call.isForeign && call.lane === 'live').length;
  const usesOwnShare = live + underWay(run, paced) >= Math.floor(limitOf(run, paced) * liveShare);
  const isBlocked = calls.some((call) => call.status === 429);
  const looksFull = hasSkewedClocks(run) && isFullForAnother(run, { paced, calls });
  const hasLosses = view.of('invocation').filter(since(cautiousMs)).some(isLoss);
  const hasFaults = view.of('fault').filter(since(cautiousMs)).some(isOfStoreOrProcess);
  return usesOwnShare || isBlocked || looksFull || hasLosses || hasFaults;
}

/** Between two clocks of which each may be two seconds off. */
const skewAtMostMs = 4_000;

function hasSkewedClocks(run: FinishedRun): boolean {
  return viewOf(run)
    .of('fault')
    .some(({ fault }) => fault === 'clock_skew');
}

/** By a clock that is behind, calls that ended by one that is ahead stay in the window for longer. */
function isFullForAnother(
  run: FinishedRun,
  { paced, calls }: { paced: Paced; calls: readonly Arrival[] },
): boolean {
  const fromEpochMs = paced.atEpochMs - paced.waitedMs - minuteMs - skewAtMostMs;
  const seen = calls.filter((call) => !call.isForeign && call.atEpochMs > fromEpochMs);
  return seen.length >= limitOf(run, paced);
}

/** Slots that live took and that have not arrived yet. */
function underWay(run: FinishedRun, paced: Paced): number {
  return viewOf(run)
    .of('paced')
    .filter(
      (each) =>
        each.outcome === 'slot' &&
        each.lane === 'live' &&
        each.operatorId === paced.operatorId &&
        each.provider === paced.provider &&
        each.seq < paced.seq &&
        each.atEpochMs > paced.atEpochMs - 5_000,
    ).length;
}

function isSameAccount(run: FinishedRun, call: Arrival, { operatorId, provider }: Paced): boolean {
  if (call.provider !== provider || call.vendorAccount === undefined) return false;
  return run.accounts[operatorId]?.[provider].includes(call.vendorAccount) ?? false;
}

/** The cap, or the share of it that is left beside other tools. */
function limitOf(run: FinishedRun, { operatorId, provider, seq }: Paced): number {
  const saved = viewOf(run)
    .of('stored')
    .findLast(
      (stored) =>
        stored.store === 'rates' &&
        stored.method === 'save' &&
        // What lost against another worker knew less.
        stored.output !== 'conflict' &&
        stored.seq < seq &&
        (stored.input as Rate).operatorId === operatorId &&
        (stored.input as Rate).provider === provider,
    );
  const { share } = (saved?.input ?? {}) as { share?: { allowed?: number } };
  if (share?.allowed !== undefined) return share.allowed;
  return provider === 'stora'
    ? run.stora.settings.limits.perMinute
    : run.xero.world.limiter.settings.perMinute;
}

function isLoss({ state }: Occurred<'invocation'>): boolean {
  return state === 'crashed' || state === 'timed_out';
}

/** A store that refuses or a process that stands still holds up more than the pace does. */
function isOfStoreOrProcess({ fault }: Occurred<'fault'>): boolean {
  return /store|table|freeze|crash|slow|late|clock_skew/.test(fault);
}

function wordsOf({ outcome, waitedMs }: Paced): string {
  return outcome === 'deferred' ? 'put off' : `waited ${waitedMs} ms`;
}
