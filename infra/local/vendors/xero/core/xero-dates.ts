/** Xero's JSON timestamp, `/Date(ms+0000)/`. */
export function toXeroTimestamp(epochMs: number): string {
  return `/Date(${epochMs}+0000)/`;
}

/** Xero's JSON timestamp of a calendar day (midnight UTC). */
export function dayToXeroTimestamp(day: string): string {
  return toXeroTimestamp(Date.parse(`${day}T00:00:00Z`));
}

/** The ISO text without zone that Xero puts beside a timestamp (`DateString`, `UpdatedDateUTCString`). */
export function toXeroDateString(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19);
}

/** The `YYYY-MM-DD` of an instant in UTC. */
export function toDay(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

/** Reads a date as Xero accepts it (ISO day, ISO date-time or `/Date(ms)/`) into `YYYY-MM-DD`; undefined when it is none. */
export function parseDay(text: string): string | undefined {
  const timestamp = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  if (timestamp !== undefined) return toDay(Number(timestamp));
  const day = /^(\d{4}-\d{2}-\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(text)?.[1];
  const epochMs = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(epochMs) || toDay(epochMs) !== day ? undefined : day;
}

/** The day as Xero writes it in messages: `31-Jul-2013`. */
export function toMessageDay(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${date}-${months[Number(month) - 1] ?? month}-${year}`;
}

const months = 'Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec'.split(',');
