import * as z from 'zod/mini';
import { target } from './ids.ts';
import { jsonText } from './json-text.ts';

/** Address of the queue of changes for each target, as one JSON text. */
export const changesQueueUrls = jsonText(z.record(target, z.string()));
export type ChangesQueueUrls = z.infer<typeof changesQueueUrls>;
