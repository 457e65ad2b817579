import { lazy } from '../../shared/runtime/lazy.ts';
import { scheduledHandler } from '../../shared/runtime/scheduled-handler.ts';
import { wire } from './wiring.ts';

/** Leaves time to finish what was begun; cut off, it would wait for its lease to run out. */
const reserveMs = 60_000;

/** Goes on with every disconnect, replaced pair and removal that is not through. */
export const handler = scheduledHandler(
  lazy(() => wire(process.env)),
  { reserveMs },
);
