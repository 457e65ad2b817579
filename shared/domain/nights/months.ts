import { addDays } from '../mapping/local-day.ts';

/** Days of a month (`YYYY-MM`): from the first on, and before the first of the next one. */
export function daysOf(month: string): { fromDay: string; beforeDay: string } {
  return { fromDay: `${month}-01`, beforeDay: `${monthAfter(month)}-01` };
}

/** An invoice that is paid later than so many months is rare, and each month takes a read. */
const monthsAtMost = 6;

/** Months after this one, up to and with the other. */
export function monthsAfter(month: string, last: string): string[] {
  const months: string[] = [];
  let next = monthAfter(month);
  while (next <= last && months.length < monthsAtMost) {
    months.push(next);
    next = monthAfter(next);
  }
  return months;
}

function monthAfter(month: string): string {
  return addDays(`${month}-01`, 31).slice(0, 7);
}
