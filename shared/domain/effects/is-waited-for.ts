import type { Link } from '../../contracts/link-item.ts';
import { isUncertain } from './effects.ts';

/** Whoever sent it is long through, or dead: nothing waits for its end any more unless somebody asks. */
const waitedForMs = 2 * 3_600_000;

/** Whether nobody knows the end of a write that went out a while ago at most. */
export function isWaitedFor(effects: Link['effects'], nowEpochMs: number): boolean {
  return Object.values(effects).some(
    (effect) =>
      isUncertain(effect) &&
      (effect.resentAtEpochMs ?? effect.sentAtEpochMs) > nowEpochMs - waitedForMs,
  );
}
