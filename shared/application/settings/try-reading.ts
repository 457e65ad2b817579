import { type Reading, unreadReason } from '../../domain/settings/reading.ts';

/** What keeps another side from answering is for the person to read, and hides nothing else. */
export async function tryReading<T>(read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { ok: true, value: await read() };
  } catch (error) {
    const reason = unreadReason(error);
    if (reason === undefined) throw error;
    // Recovery: it is told that this side was not read, and what is known is shown; the next look asks anew.
    return reason;
  }
}
