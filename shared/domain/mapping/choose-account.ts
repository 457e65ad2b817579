import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue, CatalogueAccount } from '../ledger/drafts.ts';
import { type Mapped, mapped, rejected } from './result.ts';

/** Account of a sales line: its accounting code, else the default; checked against the chart. */
export function chooseAccount(
  accountingCode: string | undefined,
  settings: LedgerSettings,
  catalogue: Catalogue,
): Mapped<CatalogueAccount & { code: string }> {
  const code = accountingCode ?? settings.defaultAccountCode;
  if (code === undefined) return rejected('account_missing');
  const account = catalogue.accounts.find((candidate) => candidate.code === code);
  if (account === undefined) return rejected('account_unknown', code);
  if (!account.isActive) return rejected('account_archived', code);
  // Xero refuses bank accounts on the lines of an invoice.
  if (account.type === 'BANK') return rejected('account_not_usable', code);
  return mapped({ ...account, code });
}

/** Account that receives derived payments: a bank account, or one that takes payments. */
export function chooseClearingAccount(
  settings: LedgerSettings,
  catalogue: Catalogue,
): Mapped<string> {
  const code = settings.clearingAccountCode;
  if (code === undefined) return rejected('clearing_account_missing');
  const account = catalogue.accounts.find((candidate) => candidate.code === code);
  if (account === undefined) return rejected('account_unknown', code);
  if (!account.isActive) return rejected('account_archived', code);
  if (account.type !== 'BANK' && !account.acceptsPayments) {
    return rejected('clearing_account_refused', code);
  }
  return mapped(code);
}
