/*
 * How the source may come to its amounts. Its own examples do not add up, so nobody knows; each case
 * takes one of the ways there are. Nothing here is the product's, nor the ledger's.
 */

export type Rounding = 'half_up' | 'half_even' | 'down';
export type TaxMode = 'line' | 'each_tax' | 'document';

const whole = 1_000_000n;

/** Rounds a fraction to whole minor units; halves as named, signs alike. */
export function divide(numerator: bigint, denominator: bigint, rounding: Rounding): number {
  const sign = numerator < 0n ? -1 : 1;
  const magnitude = numerator < 0n ? -numerator : numerator;
  const floor = magnitude / denominator;
  const twice = 2n * (magnitude % denominator);
  const isOver = twice > denominator || (twice === denominator && isUp(floor, rounding));
  const units = rounding !== 'down' && isOver ? floor + 1n : floor;
  return units === 0n ? 0 : sign * Number(units);
}

function isUp(floor: bigint, rounding: Rounding): boolean {
  return rounding === 'half_up' || floor % 2n === 1n;
}

/** Tax inside an amount; `taxes` in hundredths of a basis point. */
export function taxInside(
  amountMinor: number,
  taxes: readonly number[],
  how: { rounding: Rounding; mode: TaxMode },
): number {
  const sum = BigInt(taxes.reduce((all, tax) => all + tax, 0));
  const groups = how.mode === 'each_tax' ? taxes.map(BigInt) : [sum];
  return groups.reduce(
    (all, tax) => all + divide(BigInt(amountMinor) * tax, whole + sum, how.rounding),
    0,
  );
}

/** Tax inside all lines, rounded once: over a common denominator per rate, in parts of a minor unit. */
export function documentTax(
  lines: ReadonlyArray<{ totalMinor: number; taxes: readonly number[] }>,
  rounding: Rounding,
): number {
  const fine = 1_000_000_000n;
  const parts = lines.reduce((all, { totalMinor, taxes }) => {
    const tax = BigInt(taxes.reduce((sum, one) => sum + one, 0));
    return all + (BigInt(totalMinor) * tax * fine) / (whole + tax);
  }, 0n);
  return divide(parts, fine, rounding);
}

/** A quantity of up to four decimals times a price. */
export function times(quantityParts: number, priceMinor: number, rounding: Rounding): number {
  return divide(BigInt(quantityParts) * BigInt(priceMinor), 10_000n, rounding);
}

/** Shares of an amount by weights, none lost: the largest remainders get what is left. */
export function apportioned(amountMinor: number, weights: readonly number[]): number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  if (all === 0) return weights.map(() => 0);
  const exact = weights.map((weight) => (amountMinor * weight) / all);
  const shares = exact.map((share) => Math.floor(share));
  const left = amountMinor - shares.reduce((sum, share) => sum + share, 0);
  const order = exact
    .map((share, at) => ({ at, part: share - Math.floor(share) }))
    .sort((one, other) => other.part - one.part);
  for (const { at } of order.slice(0, left)) shares[at] = (shares[at] ?? 0) + 1;
  return shares.map((share) => share + 0);
}
