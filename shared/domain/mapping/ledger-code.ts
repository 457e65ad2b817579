import type { LedgerSettings } from '../../contracts/settings.ts';

/** What of a line tells its account. */
export interface CodedLine {
  accountingCode?: string;
  /** Money held for the customer: no revenue, and no tax. */
  isDeposit?: boolean;
}

/**
 * Code of the account in the ledger that a line of the source goes to; undefined where the source names
 * none. A deposit is owed back, so it goes to the liability account, whatever code the source has for it.
 */
export function ledgerCode(
  { accountingCode, isDeposit }: CodedLine,
  settings: Pick<LedgerSettings, 'accountMap' | 'depositAccountCode'>,
): string | undefined {
  const { accountMap, depositAccountCode } = settings;
  if (isDeposit === true && depositAccountCode !== undefined) return depositAccountCode;
  if (accountingCode === undefined) return undefined;
  return Object.hasOwn(accountMap, accountingCode) ? accountMap[accountingCode] : accountingCode;
}
