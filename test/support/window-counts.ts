/** The most events in any half-open span of this length, wherever it starts. */
export function mostInSlidingWindow(atEpochMs: number[], windowMs: number): number {
  const sorted = atEpochMs.toSorted((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [last, at] of sorted.entries()) {
    while (at - (sorted[first] ?? at) >= windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** The most events in any window of a fixed grid that begins at the offset. */
export function mostInFixedWindow(
  atEpochMs: number[],
  window: { windowMs: number; offsetMs: number },
): number {
  const counts = new Map<number, number>();
  for (const at of atEpochMs) {
    const index = Math.floor((at - window.offsetMs) / window.windowMs);
    counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}
