/** The value that `percent` of the samples do not exceed (nearest rank), so always one that was measured. @throws for no samples. */
export function percentile(samples: readonly number[], percent: number): number {
  const sorted = samples.toSorted((left, right) => left - right);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new Error('There is no percentile of no samples.');
  return value;
}

/** Half of the samples do not exceed it. @throws for no samples. */
export function median(samples: readonly number[]): number {
  return percentile(samples, 50);
}

/** Rounds to so many decimals, for people to read. */
export function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
