import * as z from 'zod/mini';
import { account } from './account.ts';
import { operatorId, provider } from './ids.ts';

/**
 * A pair that lost its place (to a reconnect, or to another refresh) and may still be alive at the
 * provider: kept, sealed, until it was revoked.
 */
export const retiredPairItem = z.object({
  operatorId,
  provider,
  pairId: z.string(),
  sealedTokens: z.string(),
  /** The epoch under which the pair is sealed. */
  epoch: z.int(),
  tokenVersion: z.int(),
  expiresAtEpochMs: z.int(),
  account,
  retiredAt: z.string(),
  leaseUntilEpochMs: z.optional(z.int()),
});
export type RetiredPair = z.infer<typeof retiredPairItem>;

/** The decrypted content of `sealedTokens`. */
export const tokenPair = z.object({
  accessToken: z.string(),
  refreshToken: z.optional(z.string()),
});
export type TokenPair = z.infer<typeof tokenPair>;
