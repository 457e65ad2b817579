import { dayAndTime, dayOnly } from './day-and-time.ts';
import { clockIn, dayIn } from './zone-clock.ts';

/** Where the reader is, and when it is there. */
export interface Here {
  /** IANA zone; undefined while it is not known: then times are told in UTC. */
  timeZone?: string | undefined;
  nowEpochMs: number;
}

const dayMs = 86_400_000;

/** "06:04", "Yesterday 18:20", "3 Nov, 09:30" or "3 Nov 2025": as near as it is, in the reader's zone. */
export function localTime(isoInstant: string, here: Here): string {
  const epochMs = Date.parse(isoInstant);
  if (Number.isNaN(epochMs)) return isoInstant;
  const zone = here.timeZone ?? 'UTC';
  const day = dayIn(epochMs, zone);
  const clock = clockIn(epochMs, zone);
  if (day === dayIn(here.nowEpochMs, zone)) return clock;
  if (day === dayIn(here.nowEpochMs - dayMs, zone)) return `Yesterday ${clock}`;
  const isThisYear = day.slice(0, 4) === dayIn(here.nowEpochMs, zone).slice(0, 4);
  return isThisYear ? `${dayOnly(day).slice(0, -5)}, ${clock}` : dayOnly(day);
}

/** Within a sentence: "06:04", "yesterday 18:20"; with the day and in UTC while nobody knows the zone. */
export function toldTime(isoInstant: string, here: Here): string {
  if (here.timeZone === undefined) return dayAndTime(isoInstant);
  return localTime(isoInstant, here).replace(/^Y/, 'y');
}

/** "5 minutes ago" of what is near, else as `localTime`. */
export function timeAgo(isoInstant: string, here: Here): string {
  const minutes = Math.floor((here.nowEpochMs - Date.parse(isoInstant)) / 60_000);
  if (!(minutes >= 0 && minutes < 60)) return localTime(isoInstant, here);
  if (minutes === 0) return 'just now';
  return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
}

/** "06:16" of the reader's clock. */
export function clockNow({ timeZone, nowEpochMs }: Here): string {
  return clockIn(nowEpochMs, timeZone ?? 'UTC');
}

/** When the day of the reader began; of a day on which clocks are changed, an hour off at most. */
export function dayBegan({ timeZone, nowEpochMs }: Here): number {
  const [hours = 0, minutes = 0] = clockIn(nowEpochMs, timeZone ?? 'UTC')
    .split(':')
    .map(Number);
  const minute = Math.floor(nowEpochMs / 60_000);
  return (minute - hours * 60 - minutes) * 60_000;
}

/** "2026-11", where the reader is. */
export function monthOf(epochMs: number, timeZone: string | undefined): string {
  return dayIn(epochMs, timeZone ?? 'UTC').slice(0, 7);
}

/** "times in London"; a zone that is named after no place is said as it is, one not known not at all. */
export function zoneWords(timeZone: string | undefined): string | undefined {
  const place = timeZone?.split('/').at(-1);
  if (place === undefined) return undefined;
  return `times in ${place.replaceAll('_', ' ')}`;
}
