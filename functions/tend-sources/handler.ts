import { lazy } from '../../shared/runtime/lazy.ts';
import { scheduledHandler } from '../../shared/runtime/scheduled-handler.ts';
import { wire } from './wiring.ts';

/** Leaves time to finish the pages of the operators that were begun. */
const reserveMs = 60_000;

/** Looks after what events do not tell. */
export const handler = scheduledHandler(
  lazy(() => wire(process.env)),
  { reserveMs },
);
