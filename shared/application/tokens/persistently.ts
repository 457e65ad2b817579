import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';

/** A new pair is the only copy: losing it would cost the operator a reconnect, or leave it alive for good. */
const triesAtMost = 5;

/** Tries a write that is harmless to repeat five times within some 12 s. @throws the last error. */
export async function persistently<T>(
  deps: { clock: Clock; log: Log },
  facts: Record<string, string | number>,
  write: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      // Recovery: the same again; what fences the write makes it harmless if the first one did arrive.
      deps.log.warn('token.store_failed', { ...facts, attempt });
      if (attempt >= triesAtMost) throw error;
      await deps.clock.sleep(200 * 2 ** attempt);
    }
  }
}
