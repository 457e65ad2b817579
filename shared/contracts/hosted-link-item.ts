import * as z from 'zod/mini';
import { operatorId } from './ids.ts';

/** A hosted link that was handed out, so that it can be listed and revoked. */
export const hostedLinkItem = z.object({
  operatorId,
  linkId: z.string(),
  purpose: z.literal('connect'),
  createdAt: z.string(),
  expiresAtEpochMs: z.int(),
  revokedAt: z.optional(z.string()),
});
export type HostedLink = z.infer<typeof hostedLinkItem>;
