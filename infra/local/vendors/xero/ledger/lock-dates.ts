import type { Book } from '../core/book.ts';
import { toMessageDay } from '../core/xero-dates.ts';

/** Why a day may not be posted to, in Xero's wording; undefined when it is open. A day equal to a lock date is locked. */
export function lockedMessage(
  book: Book,
  day: string,
  subject: 'document' | 'payment' | 'allocation' | 'transaction',
): string | undefined {
  const { endOfYearLockDay, periodLockDay } = book.organisation;
  if (endOfYearLockDay !== undefined && day <= endOfYearLockDay) {
    return `The ${subject} date cannot be before the end of year lock date, currently set at ${toMessageDay(endOfYearLockDay)}`;
  }
  if (periodLockDay !== undefined && day <= periodLockDay) {
    return `The ${subject} date cannot be before the period lock date, currently set at ${toMessageDay(periodLockDay)}`;
  }
  return undefined;
}
