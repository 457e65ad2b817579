import type { IssueCause } from '../../issues/causes.ts';
import type { Catalogue } from '../../ledger/drafts.ts';

export type AccountTrouble = 'unknown' | 'archived' | 'ambiguous' | 'not_usable';

/** What the mapping of documents says of an account, in the words of the check. */
const troubles: Partial<Record<IssueCause, AccountTrouble>> = {
  account_unknown: 'unknown',
  account_archived: 'archived',
  account_ambiguous: 'ambiguous',
  account_not_usable: 'not_usable',
};

/** Undefined: it is no trouble of an account. */
export function accountTrouble(cause: IssueCause): AccountTrouble | undefined {
  return troubles[cause];
}

/** What is the matter with an account, as a sentence about `what`. */
export function troubleWords(trouble: AccountTrouble, what: string): string {
  const words = {
    unknown: 'is not in the chart of accounts',
    archived: 'is archived',
    ambiguous: 'is the code of more than one active account',
    not_usable: 'is a bank account, which takes no lines of a sale',
  };
  return `${what} ${words[trouble]}.`;
}

/** The account of a code, written for people; only the code where the chart has none. */
export function accountName(code: string, catalogue: Catalogue): string {
  const account =
    catalogue.accounts.find((one) => one.code === code && one.isActive) ??
    catalogue.accounts.find((one) => one.code === code);
  return account === undefined ? code : `${code} ${account.name}`;
}
