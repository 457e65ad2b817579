import { lazy } from '../../shared/runtime/lazy.ts';
import { queueWorker } from '../../shared/runtime/queue-worker.ts';
import { wire } from './wiring.ts';

/** Walks through earlier documents and brings them into a target, a page per message. */
export const handler = queueWorker(lazy(() => wire(process.env)));
