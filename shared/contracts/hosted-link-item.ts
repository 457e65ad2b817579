import * as z from 'zod/mini';
import { operatorId } from './ids.ts';

/** `read`: whoever visits by it sees everything and changes nothing. */
export const linkPurpose = z.enum(['connect', 'read']);
export type LinkPurpose = z.infer<typeof linkPurpose>;

/** A hosted link that was handed out, so that it can be listed and revoked. */
export const hostedLinkItem = z.object({
  operatorId,
  linkId: z.string(),
  purpose: linkPurpose,
  createdAt: z.string(),
  expiresAtEpochMs: z.int(),
  /** To whom it was mailed: it ends when that person is taken out. */
  personId: z.optional(z.string()),
  revokedAt: z.optional(z.string()),
});
export type HostedLink = z.infer<typeof hostedLinkItem>;
