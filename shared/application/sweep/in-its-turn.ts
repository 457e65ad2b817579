import { DeferredError } from '../../domain/errors/errors.ts';
import type { Clock } from '../../ports/clock.ts';

/** More than a minute, so that every place in a provider's minute comes once. */
const patienceMs = 70_000;

/**
 * Runs a piece of a sweep, and again when only the pace put it off. A load's turn may come at the end
 * of a minute: a tick that always comes at its beginning would never have one.
 * @throws what the work throws; DeferredError when its turn does not come in time.
 */
export async function inItsTurn<T>(
  work: () => Promise<T>,
  { clock, untilEpochMs }: { clock: Clock; untilEpochMs: number },
): Promise<T> {
  const givesUpAtEpochMs = Math.min(untilEpochMs, clock.nowEpochMs() + patienceMs);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      // Recovery: what only came too early is done when it is its turn.
      if (!(error instanceof DeferredError)) throw error;
      const pauseMs = error.retryAfterSeconds * 1_000;
      if (clock.nowEpochMs() + pauseMs >= givesUpAtEpochMs) throw error;
      await clock.sleep(pauseMs);
    }
  }
}
