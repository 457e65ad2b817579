import type { AsideMark } from '../../contracts/aside-items.ts';
import type { Connection } from '../../contracts/connection-item.ts';
import { sourceName } from '../../source/source-name.ts';
import { isInUse, isWorking } from '../tokens/is-live-epoch.ts';
import { targetOfQueue, writeBacksQueueName } from './queue-names.ts';

/**
 * Whether what stands aside should go on: nothing that it needs waits for somebody to connect again, or
 * to switch on. Where a side was disconnected it goes on as well, to be dropped and told of.
 */
export function mayReturn(
  { queue }: Pick<AsideMark, 'queue'>,
  { connections, isOn }: { connections: readonly Connection[]; isOn: boolean },
): boolean {
  const needed = connections.filter(
    ({ provider }) => provider === sourceName || provider === targetOfQueue(queue),
  );
  const sides = queue === writeBacksQueueName ? 1 : 2;
  const areAllInUse = needed.length === sides && needed.every(isInUse);
  return !areAllInUse || (isOn && needed.every(isWorking));
}

const hourMs = 3_600_000;
const soonMs = 5 * 60_000;

/**
 * When to look next at what stands aside. Whoever connects sees to it at once; this is for what dies on
 * the way, and for connections that come back by themselves, which happens soon or never. What was asked
 * for stays asked for, also through a cap of a day: asked every 5 minutes, a thousand such operators would
 * fill what a receive looks at with copies.
 */
export function nextLookAtAside(
  { queue, sinceEpochMs }: Pick<AsideMark, 'queue' | 'sinceEpochMs'>,
  state: { isAskedFor: boolean; isStuck: boolean; nowEpochMs: number },
): number {
  const isYoung = state.nowEpochMs - sinceEpochMs < hourMs;
  const isOnQueue = state.isAskedFor && queue !== writeBacksQueueName;
  const isSoon = state.isStuck || (!isOnQueue && (isYoung || state.isAskedFor));
  return state.nowEpochMs + (isSoon ? soonMs : hourMs);
}

/** A cap of a day holds back for a day at the most. */
const stuckAfterMs = 25 * hourMs;

/**
 * They were asked for, and yet nothing was taken away for longer than any cap would explain. Not reckoned
 * from the connections: one comes back by itself or is disconnected after months, and is no older for it.
 */
export function isAsideStuck(
  { askedSinceEpochMs, workedAtEpochMs = 0 }: AsideMark,
  nowEpochMs: number,
): boolean {
  if (askedSinceEpochMs === undefined) return false;
  return nowEpochMs - Math.max(askedSinceEpochMs, workedAtEpochMs) > stuckAfterMs;
}
