const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** "30 Nov 2026, 09:05 UTC"; a text that is no ISO instant is returned as it is. */
export function dayAndTime(isoInstant: string): string {
  const [, year, month, day, time] =
    /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})/.exec(isoInstant) ?? [];
  if (year === undefined) return isoInstant;
  return `${Number(day)} ${months[Number(month) - 1]} ${year}, ${time} UTC`;
}

/** "30 Nov 2026" of the day `2026-11-30`; a text that is no ISO day is returned as it is. */
export function dayOnly(isoDay: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(isoDay) ?? [];
  return year === undefined ? isoDay : `${Number(day)} ${months[Number(month) - 1]} ${year}`;
}
