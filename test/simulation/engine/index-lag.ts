import type { IndexLag } from '../../fakes/in-memory-directory.ts';
import { fastRandom } from './fast-random.ts';
import { SimProcess } from './sim-process.ts';
import type { Engine } from './with-faults.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
/** What an index takes in a run that says `index_lags`, now and then. */
const longestMs = 6 * minuteMs;

/**
 * The index of the table, as eventually consistent as the real one: in every run each change shows up
 * late, mostly by less than a second, now and then by some seconds, rarely by a minute; where
 * `index_lags` is among the faults, a third of them by up to six minutes. Drawn from numbers of its
 * own, so that all else of a seed stays what it is. While all is quiet it takes what comes at once.
 */
export function indexLag({ time, dice }: Engine, parts: { seed: number; isLong: boolean }) {
  const random = fastRandom(parts.seed ^ 0x1a6);
  const lag: IndexLag = {
    nowEpochMs: () => time.nowEpochMs(),
    lagMs() {
      if (dice.isQuiet) return 0;
      const luck = random.next();
      if (parts.isLong && luck < 0.33) return random.below(longestMs);
      if (luck > 0.99) return random.below(minuteMs);
      return random.below(luck > 0.9 ? 5 * secondMs : secondMs);
    },
    seesAll: () => !(time.actor instanceof SimProcess),
    noteLate: (name) => {
      if (parts.isLong) dice.fired('index_lags', name);
    },
  };
  return lag;
}
