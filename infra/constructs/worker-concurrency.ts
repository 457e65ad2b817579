import type { ProviderManifest } from '../../shared/contracts/provider-manifest.ts';

// Bounds of MaximumConcurrency in an SQS event-source mapping.
const least = 2;
const most = 1_000;

/**
 * How many workers may call one vendor at once. A worker calls in sequence, so it makes at most
 * 60,000 / `typicalCallMs` calls a minute for whichever operators; all of them together stay inside
 * the cap that the vendor sets over all operators. Caps per operator are kept by the pacer.
 */
export function workerConcurrency(cap: ProviderManifest['sharedCap'], ceiling: number): number {
  const callsPerMinuteOfOne = 60_000 / cap.typicalCallMs;
  const allowed = cap.callsPerMinute === null ? most : cap.callsPerMinute / callsPerMinuteOfOne;
  return Math.max(least, Math.min(Math.floor(allowed), ceiling, most));
}
