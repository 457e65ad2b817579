import type { Clock } from '../../ports/clock.ts';

interface Expiring {
  expiresAtEpochMs: number;
}

/** The attribute by which DynamoDB deletes an item some time (up to days) after its end. */
export function timeToLive(item: Expiring): { expiresAtEpochSeconds: number } {
  return { expiresAtEpochSeconds: Math.ceil(item.expiresAtEpochMs / 1_000) };
}

/** The item, unless it has ended: DynamoDB deletes late, so readers have to look themselves. */
export function unlessExpired<T extends Expiring>(
  item: T | undefined,
  clock: Clock,
): T | undefined {
  return item && item.expiresAtEpochMs > clock.nowEpochMs() ? item : undefined;
}
