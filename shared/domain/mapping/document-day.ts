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
  const day = localDay(instant, settings.timeZone);
  if (isLocked(day, catalogue)) return rejected('locked_period', day);
  return mapped(day);
}

/** Lock dates are inclusive: the lock day itself is closed too. */
function isLocked(day: string, catalogue: Catalogue): boolean {
  return [catalogue.periodLockDate, catalogue.endOfYearLockDate].some(
    (lock) => lock !== undefined && day <= lock,
  );
}
