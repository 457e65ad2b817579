import { localDay } from '../mapping/local-day.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The hour of the operator's day at which a digest leaves: it lies there before work begins. */
export const morningHour = 7;

/**
 * The first instant after this one at which it is morning there. Where the clocks skip the hour it is
 * the first minute behind it; where they show it twice, the first time.
 */
export function nextMorningEpochMs(nowEpochMs: number, timeZone: string): number {
  return nextHourEpochMs(nowEpochMs, timeZone, morningHour);
}

/** The same of any hour of the day there. */
export function nextHourEpochMs(nowEpochMs: number, timeZone: string, hour: number): number {
  const quarter = 15 * minuteMs;
  let at = Math.floor(nowEpochMs / quarter) * quarter + quarter;
  // Zones differ from UTC by quarters of an hour; a day and two hours hold a morning in each.
  const end = at + 26 * hourMs;
  while (at < end) {
    const isReached = hourAt(at, timeZone) >= hour;
    const wasBefore = hourAt(at - quarter, timeZone) < hour;
    if (isReached && wasBefore) return at;
    at += quarter;
  }
  return nowEpochMs + 24 * hourMs;
}

/** What is late beyond this hour is no news of the morning any more: the next one tells it. */
const morningEndHour = 12;

/** The day there, and whether it is morning. */
export function dayThere(
  nowEpochMs: number,
  timeZone: string,
): { day: string; isMorning: boolean } {
  const hour = hourAt(nowEpochMs, timeZone);
  return {
    day: localDay(new Date(nowEpochMs).toISOString(), timeZone),
    isMorning: hour >= morningHour && hour < morningEndHour,
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function hourAt(epochMs: number, timeZone: string): number {
  const known = formats.get(timeZone);
  const format =
    known ?? new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  if (known === undefined) formats.set(timeZone, format);
  return Number(format.format(epochMs));
}
