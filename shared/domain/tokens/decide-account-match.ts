import type { Account } from '../../contracts/account.ts';

/**
 * Tells whether a new grant belongs to the company connected before. Reconnecting to another one
 * would mix two companies' books, so that needs a confirmation of its own. A company that is known
 * by its name only, before or now, is compared by name.
 */
export function isSameAccount(before: Account | undefined, now: Account): boolean {
  if (before === undefined || before.id === now.id) return true;
  return (hasOnlyName(before) || hasOnlyName(now)) && before.name === now.name;
}

function hasOnlyName(account: Account): boolean {
  return account.id === account.name;
}
