import { lazy } from '../../shared/runtime/lazy.ts';
import { queueWorker } from '../../shared/runtime/queue-worker.ts';
import { wire } from './wiring.ts';

/** Applies changes to the target that this deployment stands for. */
export const handler = queueWorker(lazy(() => wire(process.env)));
