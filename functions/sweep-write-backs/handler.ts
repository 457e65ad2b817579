import { lazy } from '../../shared/runtime/lazy.ts';
import { scheduledHandler } from '../../shared/runtime/scheduled-handler.ts';
import { wire } from './wiring.ts';

/** Leaves time for the send that was begun, with its repeats. */
const reserveMs = 15_000;

/** Queues every write-back again whose message may be lost. */
export const handler = scheduledHandler(
  lazy(() => wire(process.env)),
  { reserveMs },
);
