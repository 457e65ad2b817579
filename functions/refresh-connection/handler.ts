import { lazy } from '../../shared/runtime/lazy.ts';
import { queueWorker } from '../../shared/runtime/queue-worker.ts';
import { wire } from './wiring.ts';

/** Refreshes one connection's token per message. */
export const handler = queueWorker(lazy(() => wire(process.env)));
