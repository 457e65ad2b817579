import { lazy } from '../../shared/runtime/lazy.ts';
import { queueWorker } from '../../shared/runtime/queue-worker.ts';
import { wire } from './wiring.ts';

/** Compares both sides of an operator's books, a page per message. */
export const handler = queueWorker(lazy(() => wire(process.env)));
