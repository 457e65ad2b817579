import * as z from 'zod/mini';
import { operatorId, provider } from './ids.ts';

/** A started authorization, found by the hash of its `state`, consumed once. */
export const authorizationItem = z.object({
  stateHash: z.string(),
  operatorId,
  provider,
  sealedVerifier: z.string(),
  /** Hash of the browser cookie that started it. */
  browserHash: z.string(),
  linkId: z.string(),
  expiresAtEpochMs: z.int(),
});
export type Authorization = z.infer<typeof authorizationItem>;
