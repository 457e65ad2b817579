import { lazy } from '../../shared/runtime/lazy.ts';
import { scheduledHandler } from '../../shared/runtime/scheduled-handler.ts';
import { wire } from './wiring.ts';

/** Leaves time for the sends that were begun. */
const reserveMs = 15_000;

/** Begins the nights whose hour has come, and lets those go on that stand still. */
export const handler = scheduledHandler(
  lazy(() => wire(process.env)),
  { reserveMs },
);
