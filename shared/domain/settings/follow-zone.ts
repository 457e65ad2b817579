import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue } from '../ledger/drafts.ts';
import { optional } from '../source/optional.ts';

/** Whether the zone is the ledger's; one that a person chose stays, whatever the ledger says. */
export function followsLedgerZone(settings: LedgerSettings): boolean {
  return settings.timeZone === undefined || settings.ledgerTimeZone !== undefined;
}

/**
 * The settings in the zone that the organisation has now; undefined where nothing changed. What is in the
 * books keeps its day; documents from now on have the day of the new zone.
 */
export function inLedgerZone(
  settings: LedgerSettings,
  catalogue: Catalogue,
): LedgerSettings | undefined {
  const { timeZone: known, ledgerTimeZone, ...rest } = settings;
  const timeZone = catalogue.ianaZone;
  if (!followsLedgerZone(settings)) return undefined;
  if (timeZone === known && catalogue.timeZone === ledgerTimeZone) return undefined;
  return {
    ...rest,
    ...optional('timeZone', timeZone),
    ...optional('ledgerTimeZone', catalogue.timeZone),
  };
}
