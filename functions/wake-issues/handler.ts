import { lazy } from '../../shared/runtime/lazy.ts';
import { scheduledHandler } from '../../shared/runtime/scheduled-handler.ts';
import { wire } from './wiring.ts';

/** Leaves time to read the lists of the ledger that was begun with, and to send. */
const reserveMs = 60_000;

/** Sends again what waits for a cause that is gone, and shows what waits for one. */
export const handler = scheduledHandler(
  lazy(() => wire(process.env)),
  { reserveMs },
);
