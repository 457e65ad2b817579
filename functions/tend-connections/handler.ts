import middy from '@middy/core';
import { lazy } from '../../shared/runtime/lazy.ts';
import { wire } from './wiring.ts';

const parts = lazy(() => wire(process.env));

/** Leaves time to finish what was begun; cut off, it would wait for its lease to run out. */
const reserveMs = 60_000;

/** Goes on with every disconnect, replaced pair and removal that is not through; on a schedule. */
export const handler = middy().handler(async (_event, context) => {
  const { tend, metrics } = parts();
  try {
    return await tend(Date.now() + context.getRemainingTimeInMillis() - reserveMs);
  } finally {
    metrics.flush();
  }
});
