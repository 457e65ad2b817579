import type { Rate } from '../../contracts/rate-item.ts';
import { callsSince } from '../pacing/ring.ts';
import { allowedOf } from '../pacing/share.ts';
import { dayAndTime } from './day-and-time.ts';

/** Later than this nobody knows whether the others are still about. */
const othersKnownForMs = 3_600_000;

/** One plain line on our use of a provider's cap; undefined before the first call. */
export function paceLine(
  rate: Rate | undefined,
  nowEpochMs: number,
  timeZone?: string,
): string | undefined {
  if (rate?.cap === undefined) return undefined;
  const { limit, windowMs } = rate.cap;
  const isBucketed = rate.counters?.[windowMs] !== undefined;
  const window = { limit, cap: limit, windowMs, isBucketed };
  const share = allowedOf(rate.share, window, nowEpochMs);
  const allowed = share ?? limit;
  const span = spanWords(windowMs);
  // Where the window stands still, the share is of the clock's minute and not of the last sixty seconds.
  const isOfClock = share !== undefined && rate.share?.isFixed === true;
  const fromEpochMs = nowEpochMs - (isOfClock ? nowEpochMs % windowMs : windowMs);
  const calls = callsSince(rate, window, fromEpochMs);
  return [
    `${calls} of our at most ${allowed} calls in ${isOfClock ? 'this' : 'the last'} ${span}.`,
    othersWords(rate, span, nowEpochMs),
    blockWords(rate, nowEpochMs, timeZone),
  ].join('');
}

function othersWords(rate: Rate, span: string, nowEpochMs: number): string {
  const counted = rate.cap && rate.counted?.[rate.cap.windowMs];
  const known = [rate.others, counted]
    .flatMap((estimate) => estimate ?? [])
    .filter(({ atEpochMs }) => atEpochMs > nowEpochMs - othersKnownForMs)
    .toSorted((left, right) => right.atEpochMs - left.atEpochMs)[0];
  return known === undefined || known.calls === 0
    ? ''
    : ` Other tools make about ${known.calls} per ${span}.`;
}

function blockWords(
  { blockedUntilEpochMs }: Rate,
  nowEpochMs: number,
  timeZone: string | undefined,
): string {
  if (blockedUntilEpochMs <= nowEpochMs) return '';
  const until = dayAndTime(new Date(blockedUntilEpochMs).toISOString(), timeZone);
  return ` Paused at the provider's request until ${until}.`;
}

function spanWords(windowMs: number): string {
  return windowMs === 60_000 ? 'minute' : `${Math.round(windowMs / 1_000)} seconds`;
}
