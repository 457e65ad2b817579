import { localDay } from '../mapping/local-day.ts';

/** "2026-11-30", where the reader is. */
export function dayIn(epochMs: number, timeZone: string): string {
  return localDay(new Date(epochMs).toISOString(), timeZone);
}

/** Making one takes longer than using it a thousand times. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** "09:05", where the reader is. */
export function clockIn(epochMs: number, timeZone: string): string {
  const known = clocks.get(timeZone);
  const clock =
    known ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  clocks.set(timeZone, clock);
  return clock.format(epochMs);
}
