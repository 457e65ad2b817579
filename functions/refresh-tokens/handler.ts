import { lazy } from '../../shared/runtime/lazy.ts';
import { scheduledHandler } from '../../shared/runtime/scheduled-handler.ts';
import { wire } from './wiring.ts';

/** Leaves time to finish a repair of a webhook endpoint that was begun. */
const reserveMs = 50_000;

/** Queues every refresh ahead of need and repairs endpoints. */
export const handler = scheduledHandler(
  lazy(() => wire(process.env)),
  { reserveMs },
);
