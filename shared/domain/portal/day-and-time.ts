import { clockIn, dayIn } from './zone-clock.ts';

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/**
 * "30 Nov 2026, 09:05", where the reader is; while nobody knows where that is, "30 Nov 2026, 09:05 UTC".
 * A text that is no ISO instant is returned as it is.
 */
export function dayAndTime(isoInstant: string, timeZone?: string): string {
  const epochMs = Date.parse(isoInstant);
  if (Number.isNaN(epochMs) || !isoInstant.includes('T')) return isoInstant;
  const zone = timeZone ?? 'UTC';
  const told = `${dayOnly(dayIn(epochMs, zone))}, ${clockIn(epochMs, zone)}`;
  return timeZone === undefined ? `${told} UTC` : told;
}

/** "30 Nov 2026" of the day `2026-11-30`; a text that is no ISO day is returned as it is. */
export function dayOnly(isoDay: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(isoDay) ?? [];
  return year === undefined ? isoDay : `${Number(day)} ${months[Number(month) - 1]} ${year}`;
}
