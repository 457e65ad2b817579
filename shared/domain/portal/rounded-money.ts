import { currencyDigits } from '../money/decimal.ts';
import { moneyWords } from '../money/money-words.ts';

/** "£33,351": whole units, where the pennies stand in a table beside it. */
export function roundedMoney(amountMinor: number, currency: string): string {
  const unit = 10 ** currencyDigits(currency);
  const whole = moneyWords(Math.round(amountMinor / unit) * unit, currency);
  return whole.replace(/\.0+$/, '');
}
