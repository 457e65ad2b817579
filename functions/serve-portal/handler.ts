import { httpHandler } from '../../shared/runtime/http-handler.ts';
import { lazy } from '../../shared/runtime/lazy.ts';
import { wire } from './wiring.ts';

/** Serves the operator's pages. */
export const handler = httpHandler(lazy(() => wire(process.env)));
