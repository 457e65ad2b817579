import { lazy } from '../../shared/runtime/lazy.ts';
import { scheduledHandler } from '../../shared/runtime/scheduled-handler.ts';
import { wire } from './wiring.ts';

/** Leaves time to finish the pages of the ledgers that were begun. */
const reserveMs = 60_000;

/** Looks for what people changed in ledgers by hand. */
export const handler = scheduledHandler(
  lazy(() => wire(process.env)),
  { reserveMs },
);
