/**
 * Tax contained in a tax-inclusive amount, rounded half away from zero to whole minor units as
 * ledgers round each line. Rate in basis points (2000 = 20 %), which may have four decimals of their own
 * (887.5 = 8.875 %). Integer arithmetic only.
 */
export function inclusiveTaxMinor(amountMinor: number, rateBasisPoints: number): number {
  const rate = BigInt(Math.round(rateBasisPoints * partsPerBasisPoint));
  const numerator = BigInt(Math.abs(amountMinor)) * rate;
  const denominator = BigInt(10_000 * partsPerBasisPoint) + rate;
  const rounded = (2n * numerator + denominator) / (2n * denominator);
  const taxMinor = Number(rounded);
  return amountMinor < 0 ? 0 - taxMinor : taxMinor;
}

/** The same before it is rounded, to compare how far rounding went; no amount is made of it. */
export function exactTaxMinor(amountMinor: number, rateBasisPoints: number): number {
  return (amountMinor * rateBasisPoints) / (10_000 + rateBasisPoints);
}

const partsPerBasisPoint = 10_000;
