import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue } from '../ledger/drafts.ts';
import { localDay } from './local-day.ts';
import { type Mapped, mapped, rejected } from './result.ts';

/** The day a document bears in the ledger, unless that day is locked there. */
export function documentDay(
  instant: string,
  settings: LedgerSettings,
  catalogue: Catalogue,
): Mapped<string> {
  const day = dayOf(instant, settings);
  if (!day.ok) return rejected(day.cause, catalogue.timeZone);
  if (isLocked(day.value, catalogue)) return rejected('locked_period', day.value);
  return day;
}

/** The day of an instant where the operator is; asked, not guessed, while its zone is not known. */
export function dayOf(instant: string, settings: LedgerSettings): Mapped<string> {
  if (settings.timeZone === undefined)
    return rejected('time_zone_unknown', settings.ledgerTimeZone);
  return mapped(localDay(instant, settings.timeZone));
}

/** Lock dates are inclusive: the lock day itself is closed too. */
function isLocked(day: string, catalogue: Catalogue): boolean {
  return [catalogue.periodLockDate, catalogue.endOfYearLockDate].some(
    (lock) => lock !== undefined && day <= lock,
  );
}
