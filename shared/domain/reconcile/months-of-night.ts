/** Within so many nights each month is proven again, with one to spare for a night that is missed. */
const nightsOfARound = 30;

/** What a month is by: its day in the ledger's zone. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/**
 * Months that a night compares, the latest first: this one, the one before, and of the older ones those that
 * were proven longest ago, so many that each has its turn within 31 nights. `provedAt`: ISO time by month.
 */
export function monthsOfNight(of: {
  today: string;
  startDate: string;
  provedAt: ReadonlyMap<string, string>;
}): string[] {
  const { today, startDate, provedAt } = of;
  const all = monthsFrom(startDate, monthOf(today));
  const latest = all.slice(-2);
  const older = all.slice(0, -2);
  const perNight = Math.ceil(older.length / nightsOfARound);
  const when = (month: string) => provedAt.get(month) ?? '';
  const due = older.toSorted((left, right) => compared(when(left), when(right))).slice(0, perNight);
  return [...due.sort(), ...latest].reverse();
}

function compared(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

/** From that of a day up to `last`, both included; a start that is still to come gives the last alone. */
export function monthsFrom(startDate: string, last: string): string[] {
  const months = [last];
  for (let month = last; month > monthOf(startDate); ) {
    month = monthBefore(month);
    months.unshift(month);
  }
  return months;
}

function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const before = number === 1 ? [year - 1, 12] : [year, number - 1];
  return before.map((part) => String(part).padStart(2, '0')).join('-');
}
