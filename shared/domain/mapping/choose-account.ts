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
  const account = accountOf(code, catalogue);
  if (!account.ok) return account;
  // A ledger refuses bank accounts on the lines of an invoice.
  if (account.value.type === 'BANK') return rejected('account_not_usable', code);
  return mapped({ ...account.value, code });
}

/** What a payment is of, as far as it decides on the account that receives it. */
export interface ReceivedMoney {
  currency: string;
  /** As the source calls it; most do not tell. */
  method?: string | undefined;
}

/**
 * Account that receives derived payments: a bank account, or one that takes payments. One in another
 * currency than the organisation's goes to a bank account in that currency only: into any other it would
 * need a rate of exchange, which nobody told us.
 */
export function chooseClearingAccount(
  settings: LedgerSettings,
  catalogue: Catalogue,
  money: ReceivedMoney = { currency: catalogue.baseCurrency },
): Mapped<string> {
  const { method = '', currency } = money;
  const own = Object.hasOwn(settings.clearingAccounts, method)
    ? settings.clearingAccounts[method]
    : undefined;
  const code = own ?? settings.clearingAccountCode;
  if (code === undefined) return rejected('clearing_account_missing');
  const account = accountOf(code, catalogue);
  if (!account.ok) return account;
  const { type, acceptsPayments, currency: held = catalogue.baseCurrency } = account.value;
  if (type !== 'BANK' && !acceptsPayments) return rejected('clearing_account_refused', code);
  if (held !== currency) return rejected('clearing_account_currency', `${code}, ${currency}`);
  return mapped(code);
}

/**
 * The account of a code. An archived one may have kept the code that another bears now; two active ones
 * of a code are for a person, as the ledger would take either.
 */
function accountOf(code: string, catalogue: Catalogue): Mapped<CatalogueAccount> {
  const named = catalogue.accounts.filter((candidate) => candidate.code === code);
  const active = named.filter(({ isActive }) => isActive);
  const [account] = active;
  if (active.length > 1) return rejected('account_ambiguous', code);
  if (account !== undefined) return mapped(account);
  return rejected(named.length > 0 ? 'account_archived' : 'account_unknown', code);
}
