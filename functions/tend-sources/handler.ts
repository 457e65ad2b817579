import middy from '@middy/core';
import { lazy } from '../../shared/runtime/lazy.ts';
import { wire } from './wiring.ts';

const parts = lazy(() => wire(process.env));

/** Leaves time to finish the pages of the operators that were begun. */
const reserveMs = 60_000;

/** Looks after what events do not tell; runs on a schedule. */
export const handler = middy().handler(async (_event, context) => {
  const { tend, metrics } = parts();
  try {
    return await tend(Date.now() + context.getRemainingTimeInMillis() - reserveMs);
  } finally {
    metrics.flush();
  }
});
