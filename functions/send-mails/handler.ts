import { lazy } from '../../shared/runtime/lazy.ts';
import { scheduledHandler } from '../../shared/runtime/scheduled-handler.ts';
import { wire } from './wiring.ts';

/** Leaves time for the mails that were begun: each answers within six seconds. */
const reserveMs = 15_000;

/** Writes to operators' people what they are owed. */
export const handler = scheduledHandler(
  lazy(() => wire(process.env)),
  { reserveMs },
);
