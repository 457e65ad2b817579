const partsOfQuantity = 10_000;

/** Quantities have up to four decimals; what is further off a whole part than this has more. */
const floatNoise = 1e-6;

/**
 * Whether a quantity, which may be a fraction of up to four decimals (0.5 months), times a price is exactly
 * the amount. Integer arithmetic only: 0.1 has no exact form otherwise.
 */
export function isExactProduct(quantity: number, unitMinor: number, amountMinor: number): boolean {
  const parts = Math.round(quantity * partsOfQuantity);
  const isWithinFour = Math.abs(quantity * partsOfQuantity - parts) < floatNoise;
  if (!isWithinFour || !Number.isSafeInteger(parts)) return false;
  return BigInt(parts) * BigInt(unitMinor) === BigInt(amountMinor) * BigInt(partsOfQuantity);
}
