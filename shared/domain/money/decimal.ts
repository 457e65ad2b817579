/**
 * Money crosses a vendor's decimal boundary as text: `12345` minor units of a two-digit currency are
 * the JSON number `123.45`. No arithmetic is done on the decimal form.
 */

/** How many digits stand after the point in amounts of this ISO 4217 currency. */
export function currencyDigits(currency: string): number {
  const known = digitsOf.get(currency);
  if (known !== undefined) return known;
  const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  const digits = options.maximumFractionDigits ?? 2;
  digitsOf.set(currency, digits);
  return digits;
}

/** Looking one up is slow; ISO 4217 has fewer than 200, and a code of any other shape throws. */
const digitsOf = new Map<string, number>();

/** `formatMinor(-105, 2)` is `-1.05`. */
export function formatMinor(amountMinor: number, digits: number): string {
  if (!Number.isSafeInteger(amountMinor)) throw new Error('An amount must be whole minor units.');
  const sign = amountMinor < 0 ? '-' : '';
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  if (digits === 0) return sign + text;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/**
 * Reads a decimal text as minor units; more digits than the currency has are allowed only as zeros.
 * @throws Error when the text is no decimal or would need rounding.
 */
export function parseMinor(text: string, digits: number): number {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new Error('Not a decimal amount.');
  const [, sign, whole = '', fraction = ''] = match;
  const kept = fraction.slice(0, digits).padEnd(digits, '0');
  if (/[1-9]/.test(fraction.slice(digits)))
    throw new Error('The amount has more digits than its currency.');
  const amountMinor = Number(whole + kept);
  if (!Number.isSafeInteger(amountMinor)) throw new Error('The amount is too large.');
  return sign === '-' ? 0 - amountMinor : amountMinor;
}
