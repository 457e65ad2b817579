import middy from '@middy/core';
import { lazy } from '../../shared/runtime/lazy.ts';
import { wire } from './wiring.ts';

const parts = lazy(() => wire(process.env));

/** Leaves time to finish a repair of a webhook endpoint that was begun. */
const reserveMs = 50_000;

/** Queues every refresh ahead of need and repairs endpoints; runs on a schedule. */
export const handler = middy().handler(async (_event, context) => {
  const { sweep, metrics } = parts();
  try {
    return await sweep(Date.now() + context.getRemainingTimeInMillis() - reserveMs);
  } finally {
    metrics.flush();
  }
});
