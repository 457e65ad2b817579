import type { Account } from '../../contracts/stored-items.ts';

/**
 * Tells whether a new grant belongs to the company connected before. Reconnecting to another one
 * would mix two companies' books, so that needs a confirmation of its own.
 */
export function isSameAccount(before: Account | undefined, now: Account): boolean {
  return before === undefined || before.id === now.id;
}
