import type { Provider } from '../../contracts/ids.ts';
import type { Rate } from '../../contracts/rate-item.ts';
import { agree } from '../../domain/pacing/agree.ts';
import { waitingQueueNames } from '../../domain/resting/queue-names.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Rates } from '../../ports/rates.ts';
import type { Resting } from '../../ports/resting.ts';

export interface AgreeLimitsDeps {
  rates: Rates;
  /** What waits for the former caps: a day's may hide messages for half a day. */
  resting: Resting;
  clock: Clock;
}

const savesAtMost = 10;

/**
 * Sets the caps that were negotiated with a provider for one operator; none: back to the usual ones.
 * They hold for every worker from its next write on, after a pause of the longest changed window.
 * @throws AgreementError when a cap makes no sense, Error when the item is saved by others all the time.
 */
export async function agreeLimits(
  deps: AgreeLimitsDeps,
  agreement: {
    operatorId: string;
    provider: Provider;
    windows: ReadonlyArray<{ limit: number; windowMs: number }>;
  },
): Promise<Rate> {
  const { operatorId, provider, windows } = agreement;
  const none = { operatorId, provider, revision: 0, stampsEpochMs: [], blockedUntilEpochMs: 0 };
  for (let tries = 0; tries < savesAtMost; tries += 1) {
    const rate = (await deps.rates.get(operatorId, provider)) ?? none;
    const saved = await deps.rates.save(agree(rate, windows, deps.clock.nowEpochMs()));
    if (saved === 'conflict') continue;
    for (const queue of waitingQueueNames)
      await deps.resting.want(operatorId, queue, saved.blockedUntilEpochMs);
    return saved;
  }
  throw new Error('The rate item is being written all the time. Try again in a minute.');
}
