import middy from '@middy/core';
import { lazy } from '../../shared/runtime/lazy.ts';
import { wire } from './wiring.ts';

const parts = lazy(() => wire(process.env));

/** Leaves time to finish a refresh that was begun: its answer is the only copy of the new tokens. */
const reserveMs = 50_000;

/** Keeps every connection alive ahead of need; runs on a schedule. */
export const handler = middy().handler(async (_event, context) => {
  const { sweep, metrics } = parts();
  try {
    return await sweep(Date.now() + context.getRemainingTimeInMillis() - reserveMs);
  } finally {
    metrics.flush();
  }
});
