import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue } from '../ledger/drafts.ts';
import { addDays, localDay } from './local-day.ts';
import { type Mapped, mapped, rejected } from './result.ts';

/** How a document stands in the ledger whose own day may be locked there. */
export interface DatedAs {
  day: string;
  /** Its own day, where it bears another. */
  trueDay?: string;
  /** It is left unapproved: nothing enters the locked period. */
  isHeldAsDraft?: true;
}

/** The day a document bears in the ledger, and what the operator's policy makes of a locked one. */
export function datedAs(
  instant: string,
  settings: LedgerSettings,
  catalogue: Catalogue,
): Mapped<DatedAs> {
  const day = dayOf(instant, settings);
  if (!day.ok) return rejected(day.cause, catalogue.timeZone);
  if (!isLocked(day.value, catalogue)) return mapped({ day: day.value });
  if (settings.lockedPeriod === 'draft') return mapped({ day: day.value, isHeldAsDraft: true });
  if (settings.lockedPeriod === 'next_open_day')
    return mapped({ day: firstOpenDay(catalogue) ?? day.value, trueDay: day.value });
  return rejected('locked_period', day.value);
}

/** The same for what cannot be left as a draft, as a payment: it waits instead. */
export function documentDay(
  instant: string,
  settings: LedgerSettings,
  catalogue: Catalogue,
): Mapped<string> {
  const dated = datedAs(instant, settings, catalogue);
  if (!dated.ok) return dated;
  return dated.value.isHeldAsDraft
    ? rejected('locked_period', dated.value.day)
    : mapped(dated.value.day);
}

/** The day of an instant where the operator is; asked, not guessed, while its zone is not known. */
export function dayOf(instant: string, settings: LedgerSettings): Mapped<string> {
  if (settings.timeZone === undefined)
    return rejected('time_zone_unknown', settings.ledgerTimeZone);
  return mapped(localDay(instant, settings.timeZone));
}

/** Lock dates are inclusive: the lock day itself is closed too. */
export function isLocked(day: string, catalogue: Catalogue): boolean {
  return locksOf(catalogue).some((lock) => day <= lock);
}

/** The day after the later of both locks; undefined while nothing is locked. */
export function firstOpenDay(catalogue: Catalogue): string | undefined {
  const last = locksOf(catalogue).sort().at(-1);
  return last === undefined ? undefined : addDays(last, 1);
}

/** The same books as if nothing were locked: for what only has to be compared, or bears its day already. */
export function withoutLocks(catalogue: Catalogue): Catalogue {
  return { ...catalogue, periodLockDate: undefined, endOfYearLockDate: undefined };
}

function locksOf({ periodLockDate, endOfYearLockDate }: Catalogue): string[] {
  return [periodLockDate, endOfYearLockDate].filter((lock) => lock !== undefined);
}
