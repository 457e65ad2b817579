import type { MiddlewareObj } from '@middy/core';
import type { FlushableMetrics } from './metrics.ts';

/**
 * Middleware that writes what an invocation counted, however it ended. Powertools' own wants the metrics
 * before the first invocation, while ours are made in it, and warns about every invocation that counted
 * nothing.
 */
export function flushMetrics<Event, Result>(
  lazyParts: () => { metrics: FlushableMetrics },
): MiddlewareObj<Event, Result> {
  const flush = () => {
    lazyParts().metrics.flush();
  };
  return { after: flush, onError: flush };
}
