import * as z from 'zod/mini';
import { target } from './ids.ts';
import { jsonText } from './json-text.ts';

/** Name of the secret with the key of a target's events, where the stage has one. */
export const eventSecretNames = jsonText(z.partialRecord(target, z.string()));
export type EventSecretNames = z.infer<typeof eventSecretNames>;
