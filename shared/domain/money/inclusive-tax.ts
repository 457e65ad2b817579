/**
 * Tax contained in a tax-inclusive amount, rounded half away from zero to whole minor units, as Xero
 * rounds per line. Rate in basis points (2000 = 20 %). Integer arithmetic only.
 */
export function inclusiveTaxMinor(amountMinor: number, rateBasisPoints: number): number {
  const numerator = BigInt(Math.abs(amountMinor)) * BigInt(rateBasisPoints);
  const denominator = BigInt(10_000 + rateBasisPoints);
  const rounded = (2n * numerator + denominator) / (2n * denominator);
  const taxMinor = Number(rounded);
  return amountMinor < 0 ? 0 - taxMinor : taxMinor;
}
