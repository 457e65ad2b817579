import type { LedgerSettings } from '../../contracts/settings.ts';
import { ledgerCode } from '../mapping/ledger-code.ts';
import { optional } from '../source/optional.ts';
import type { UsedCode } from './source-uses.ts';

/** Which account code a code of the source leads to, before the default for those without one. */
export function accountOfCode(
  { code, isDeposit }: Pick<UsedCode, 'code' | 'isDeposit'>,
  settings: LedgerSettings,
): string | undefined {
  return ledgerCode({ isDeposit, ...optional('accountingCode', code) }, settings);
}
