import middy from '@middy/core';
import { lazy } from '../../shared/runtime/lazy.ts';
import { wire } from './wiring.ts';

const parts = lazy(() => wire(process.env));

/** Leaves time for the send that was begun, with its repeats. */
const reserveMs = 15_000;

/** Queues every write-back again whose message may be lost; runs on a schedule. */
export const handler = middy().handler(async (_event, context) => {
  const { sweep, metrics } = parts();
  try {
    return await sweep(Date.now() + context.getRemainingTimeInMillis() - reserveMs);
  } finally {
    metrics.flush();
  }
});
