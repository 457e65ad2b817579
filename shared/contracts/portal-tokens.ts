import * as z from 'zod/mini';
import { linkPurpose } from './hosted-link-item.ts';
import { operatorId } from './ids.ts';

/** What a hosted link says, under our signature. */
export const linkClaims = z.strictObject({
  operatorId,
  purpose: linkPurpose,
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
  /** A reader sees everything and changes nothing; absent: an owner. */
  role: z.optional(z.literal('reader')),
});
export type SessionClaims = z.infer<typeof sessionClaims>;

/** What an address in a mail says under our signature: whom it was written to. */
export const readerClaims = z.strictObject({ operatorId, personId: z.string() });
export type ReaderClaims = z.infer<typeof readerClaims>;
