import type { LedgerSettings } from '../../contracts/settings.ts';

/**
 * Whether documents may go into the ledger. Settings from before there was a switch have none, and
 * are on.
 */
export function isPosting({ posting }: Pick<LedgerSettings, 'posting'>): boolean {
  return posting?.isOn ?? true;
}
