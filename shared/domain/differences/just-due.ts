/** A look leaves to the next one what is twice as young as this. */
const dueAnewAfterMs = 60_000;

/**
 * Whether a ledger became due so lately that it need not again: it tells of each of our own writes, too, and a
 * look that is at it comes back for what was changed within the last minutes.
 */
export function isJustDue(dueAtEpochMs: number | undefined, nowEpochMs: number): boolean {
  if (dueAtEpochMs === undefined || dueAtEpochMs > nowEpochMs) return false;
  return nowEpochMs - dueAtEpochMs < dueAnewAfterMs;
}
