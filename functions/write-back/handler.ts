import { lazy } from '../../shared/runtime/lazy.ts';
import { queueWorker } from '../../shared/runtime/queue-worker.ts';
import { wire } from './wiring.ts';

/** Pays what links owe to the source: metadata and timeline events. */
export const handler = queueWorker(lazy(() => wire(process.env)));
