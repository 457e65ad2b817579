import type { LedgerSettings } from '../../contracts/settings.ts';
import type { MappableLine } from './map-lines.ts';
import { type Mapped, mapped, rejected } from './result.ts';

/** One minor unit is an accident of rounding; anything more is a question. */
const roundedAtMostMinor = 1;

/**
 * The lines so that they add up to the total of their document: what is missing or too much by one minor
 * unit gets a line of its own where the operator wants that. Everything else is for a person.
 */
export function withRoundingLine(
  lines: MappableLine[],
  totalMinor: number,
  settings: LedgerSettings,
): Mapped<MappableLine[]> {
  const linesMinor = lines.reduce((sum, line) => sum + line.totalMinor, 0);
  const missingMinor = totalMinor - linesMinor;
  if (missingMinor === 0) return mapped(lines);
  const isRounding = Math.abs(missingMinor) <= roundedAtMostMinor && lines.length > 0;
  if (!isRounding || settings.amountCentDifference === 'issue')
    return rejected('amount_mismatch', `lines ${linesMinor}, total ${totalMinor}`);
  const { roundingAccountCode: accountCode } = settings;
  if (accountCode === undefined) return rejected('rounding_account_missing');
  const amount = { unitMinor: missingMinor, totalMinor: missingMinor, taxMinor: 0 };
  const rounding = { description: 'Rounding', quantity: 1, accountCode, isUntaxed: true };
  return mapped([...lines, { ...rounding, ...amount }]);
}
