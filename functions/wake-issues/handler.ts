import middy from '@middy/core';
import { lazy } from '../../shared/runtime/lazy.ts';
import { wire } from './wiring.ts';

const parts = lazy(() => wire(process.env));

/** Leaves time to read the lists of the ledger that was begun with, and to send. */
const reserveMs = 60_000;

/** Sends again what waits for a cause that is gone, and shows what waits for one; on a schedule. */
export const handler = middy().handler(async (_event, context) => {
  const { sweep, metrics } = parts();
  try {
    return await sweep(Date.now() + context.getRemainingTimeInMillis() - reserveMs);
  } finally {
    metrics.flush();
  }
});
