import { httpHandler } from '../../shared/runtime/http-handler.ts';
import { lazy } from '../../shared/runtime/lazy.ts';
import { wire } from './wiring.ts';

/** Takes in the source's webhooks: verify, queue, answer. */
export const handler = httpHandler(lazy(() => wire(process.env)));
