/** Ninety renewals a day say no more than the first of them; each stands in the log. */
const noteAfterMs = 24 * 3_600_000;

/** Whether a renewal is to be noted among the activities: the first one, and then one a day. */
export function isRenewalToNote(notedAt: string | undefined, nowEpochMs: number): boolean {
  return notedAt === undefined || nowEpochMs - Date.parse(notedAt) >= noteAfterMs;
}
