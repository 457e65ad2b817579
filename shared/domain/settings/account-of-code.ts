import type { LedgerSettings } from '../../contracts/settings.ts';
import type { UsedCode } from './source-uses.ts';

/** Which account code a code of the source leads to, before the default for those without one. */
export function accountOfCode(
  { code, isDeposit }: Pick<UsedCode, 'code' | 'isDeposit'>,
  { accountMap, depositAccountCode }: LedgerSettings,
): string | undefined {
  if (isDeposit && depositAccountCode !== undefined) return depositAccountCode;
  if (code === undefined) return undefined;
  return Object.hasOwn(accountMap, code) ? accountMap[code] : code;
}
