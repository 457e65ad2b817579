/** ISO 8601 in UTC with second precision, as the vendor's examples show. */
export function isoSeconds(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

/** The same day and time `months` later; a day the month lacks becomes its last day. */
export function addMonths(isoAt: string, months: number): string {
  const start = new Date(isoAt);
  const target = new Date(start);
  target.setUTCDate(1);
  target.setUTCMonth(target.getUTCMonth() + months);
  const lastDay = new Date(
    Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0),
  ).getUTCDate();
  target.setUTCDate(Math.min(start.getUTCDate(), lastDay));
  return isoSeconds(target.getTime());
}
