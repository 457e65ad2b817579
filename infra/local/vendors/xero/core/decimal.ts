/** Reads decimal text into units of 10^-places, rounding half away from zero; undefined when the text is no decimal. */
export function parseDecimal(text: string, places: number): bigint | undefined {
  const match = decimalPattern.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '0', fraction = ''] = match;
  const units = BigInt(`${whole}${fraction}`);
  const signed = sign === '-' ? -units : units;
  const excess = fraction.length - places;
  return excess <= 0 ? signed * tenTo(-excess) : divideRounded(signed, tenTo(excess));
}

/** Writes units of 10^-places as decimal text with exactly that many places. */
export function formatDecimal(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const sign = units < 0n ? '-' : '';
  const split = digits.length - places;
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, split)}.${digits.slice(split)}`;
}

/** Divides integers, rounding half away from zero; the denominator is positive. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}

/** The JSON number of an integer amount; goes through decimal text, so no float arithmetic happens. */
export function toJsonNumber(units: bigint, places: number): number {
  return Number(formatDecimal(units, places));
}

/** Changes the scale of an amount, rounding half away from zero when places are dropped. */
export function rescale(units: bigint, fromPlaces: number, toPlaces: number): bigint {
  return toPlaces >= fromPlaces
    ? units * tenTo(toPlaces - fromPlaces)
    : divideRounded(units, tenTo(fromPlaces - toPlaces));
}

// The fraction after a point may be long: Xero takes more places than it keeps.
const decimalPattern = /^(-?)(\d{1,18})(?:\.(\d{1,20}))?$/;

function tenTo(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}
