import type { Money } from './resources.ts';

/** Builds a money value from integer minor units; both sample operators use two-digit currencies. */
export function money(amountMinor: number, currency: string): Money {
  return { amount: amountMinor, currency, formatted: moneyWords(amountMinor, currency) };
}

/**
 * Tax contained in a tax-inclusive amount: total × rate / (100 + rate), halves away from zero,
 * in integers. `ratePercent` is a whole number, e.g. 20.
 */
export function taxInside(totalMinor: number, ratePercent: number): number {
  return divideRounded(totalMinor * ratePercent, 100 + ratePercent);
}

/** Integer division rounding halves away from zero; the divisor must be positive. */
export function divideRounded(dividend: number, divisor: number): number {
  const sign = dividend < 0 ? -1 : 1;
  const doubled = 2 * Math.abs(dividend) + divisor;
  const quotient = (doubled - (doubled % (2 * divisor))) / (2 * divisor);
  return quotient === 0 ? 0 : sign * quotient;
}

/** Splits an amount over weights without losing a unit; the largest remainders get the rest. */
export function apportion(amountMinor: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (whole === 0) return weights.map(() => 0);
  const exact = weights.map((weight, index) => {
    const product = amountMinor * weight;
    const remainder = product % whole;
    return { index, share: (product - remainder) / whole, remainder };
  });
  const missing = amountMinor - exact.reduce((sum, part) => sum + part.share, 0);
  const byRemainder = [...exact].sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  const topped = new Set(byRemainder.slice(0, missing).map((part) => part.index));
  return exact.map((part) => part.share + (topped.has(part.index) ? 1 : 0));
}

function moneyWords(amountMinor: number, currency: string): string {
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  const symbol = symbols[currency] ?? `${currency} `;
  return `${amountMinor < 0 ? '-' : ''}${symbol}${whole}.${digits.slice(-2)}`;
}

const symbols: Readonly<Record<string, string>> = { GBP: '£', EUR: '€', USD: '$' };
