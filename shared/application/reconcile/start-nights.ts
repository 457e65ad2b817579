import type { Night } from '../../contracts/night-item.ts';
import { ended, isTooLong, puttingOff } from '../../domain/nights/night.ts';
import type { DueNight, NightWatches } from '../../ports/night-watches.ts';
import { sideBySide } from '../sweep/side-by-side.ts';
import { changeNight } from './change-night.ts';
import { followNight, sendNight } from './follow-night.ts';
import type { DirectNightDeps } from './night-ports.ts';
import { sidesOfNight } from './sides-of-night.ts';
import { startNight } from './start-night.ts';
import { nextNightOf } from './watch-nights.ts';

export interface StartNightsDeps extends DirectNightDeps {
  nightWatches: NightWatches;
}

export interface NightCounts {
  started: number;
  /** One is under way, or nothing can be compared. */
  notNow: number;
  sentAgain: number;
  /** Nights that stood still for too long, or whose sides are gone. */
  ended: number;
  failed: number;
  /** Left for the next tick because the time was up. */
  left: number;
}

const nightsAtMost = 1_000;
const places = 8;
const minuteMs = 60_000;
/** Taken for so long: whoever died with it is followed by another tick. */
const takenMs = 10 * minuteMs;
/** A run that somebody asked for is soon through. */
const laterMs = 30 * minuteMs;

/**
 * Begins the nights whose hour has come where their operators are, once each, however often and however late
 * the schedule fires; and lets those go on that stand still.
 */
export async function startNights(
  deps: StartNightsDeps,
  untilEpochMs: number,
): Promise<NightCounts> {
  const counts = { started: 0, notNow: 0, sentAgain: 0, ended: 0, failed: 0, left: 0 };
  const nowEpochMs = deps.clock.nowEpochMs();
  const turns = { clock: deps.clock, places, untilEpochMs };
  const still = await deps.nights.due(nowEpochMs, nightsAtMost);
  await sideBySide(still, turns, async (night) => {
    const end = await attempt(deps, night, () => letGoOn(deps, night));
    if (end !== undefined) counts[end ? 'sentAgain' : 'ended'] += 1;
    else counts.failed += 1;
  });
  const due = await deps.nightWatches.due(nowEpochMs, nightsAtMost);
  const left = await sideBySide(due, turns, async (one) => {
    const end = await attempt(deps, one.watch, () => begin(deps, one));
    if (end !== undefined) counts[end ? 'started' : 'notNow'] += 1;
    else counts.failed += 1;
  });
  counts.left += left.length;
  if (counts.failed > 0) deps.metrics.count('SweepFailed', counts.failed);
  deps.log.info('nights.started', { ...counts });
  return counts;
}

/** @returns undefined where it failed. */
async function attempt(
  deps: StartNightsDeps,
  { operatorId }: { operatorId: string },
  work: () => Promise<boolean>,
): Promise<boolean | undefined> {
  try {
    return await work();
  } catch (error) {
    // Recovery: it stays due, and the next tick tries again.
    deps.log.error('sweep.failed', { operatorId }, error);
    return undefined;
  }
}

async function begin(deps: StartNightsDeps, one: DueNight): Promise<boolean> {
  const { watch } = one;
  const takenUntilEpochMs = deps.clock.nowEpochMs() + takenMs;
  if (!(await deps.nightWatches.next(one, takenUntilEpochMs))) return false;
  const answer = await startNight(deps, { ...watch, actor: 'rollerdoor', reason: 'schedule' });
  const nextEpochMs =
    answer === 'under_way' ? deps.clock.nowEpochMs() + laterMs : await nextNightOf(deps, watch);
  await deps.nightWatches.next({ watch, dueAtEpochMs: takenUntilEpochMs }, nextEpochMs);
  return answer === 'started';
}

/** @returns whether its step was asked for. */
async function letGoOn(deps: StartNightsDeps, night: Night): Promise<boolean> {
  const nowEpochMs = deps.clock.nowEpochMs();
  const sides = await sidesOfNight(deps, night);
  const isLong = isTooLong(night, nowEpochMs);
  const because = typeof sides === 'string' ? sides : isLong ? 'too_long' : undefined;
  const looked = await changeNight(deps.nights, night, (current) => {
    if (current.status !== 'running') return undefined;
    if (because !== undefined) return ended(current, { status: 'stopped', because }, nowEpochMs);
    return puttingOff(current, 0, nowEpochMs);
  });
  if (looked === undefined) return false;
  if (looked.status !== 'running') {
    await followNight(deps, looked);
    return false;
  }
  await sendNight(deps, looked, deps.crypto.uuid());
  return true;
}
