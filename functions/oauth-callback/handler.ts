import { httpHandler } from '../../shared/runtime/http-handler.ts';
import { lazy } from '../../shared/runtime/lazy.ts';
import { wire } from './wiring.ts';

/** Finishes what a connect button began, when the browser comes back from the provider. */
export const handler = httpHandler(lazy(() => wire(process.env)));
