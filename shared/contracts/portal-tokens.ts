import * as z from 'zod/mini';
import { operatorId } from './ids.ts';

/** What a hosted link says, under our signature. */
export const linkClaims = z.strictObject({
  operatorId,
  purpose: z.literal('connect'),
  linkId: z.string(),
  expiresAtEpochMs: z.int(),
});
export type LinkClaims = z.infer<typeof linkClaims>;

/** What the session cookie says, under our signature. */
export const sessionClaims = z.strictObject({
  operatorId,
  /** The link that opened the session: revoking the link ends the session too. */
  linkId: z.string(),
  sessionId: z.string(),
  expiresAtEpochMs: z.int(),
  /** How the visitor wants to be called beside what they connect; absent: they did not say. */
  visitorName: z.optional(z.string()),
});
export type SessionClaims = z.infer<typeof sessionClaims>;
