import middy from '@middy/core';
import { flushMetrics } from './flush-metrics.ts';
import type { FlushableMetrics } from './metrics.ts';

export interface ScheduledParts<Result> {
  /** Does what is due, and begins nothing more after that instant. */
  run(untilEpochMs: number): Promise<Result>;
  metrics: FlushableMetrics;
}

/**
 * Lambda handler for a schedule. It stops beginning things so long before its time is over that what was
 * begun comes to its end: `reserveMs`.
 */
export function scheduledHandler<Result>(
  lazyParts: () => ScheduledParts<Result>,
  { reserveMs }: { reserveMs: number },
) {
  return middy<unknown, Result>()
    .use(flushMetrics(lazyParts))
    .handler(async (_event, context) =>
      lazyParts().run(Date.now() + context.getRemainingTimeInMillis() - reserveMs),
    );
}
