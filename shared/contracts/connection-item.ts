import * as z from 'zod/mini';
import { account } from './account.ts';
import { operatorId, provider } from './ids.ts';

/**
 * connected → needs_reconnect (the grant is dead) → connected again; disconnecting → disconnected
 * ends it, until a new authorization.
 */
export const connectionItem = z.object({
  operatorId,
  provider,
  status: z.enum(['connected', 'needs_reconnect', 'disconnecting', 'disconnected']),
  /** Encrypted token pair; opens only under {operatorId, provider, epoch, purpose}. Erased: empty. */
  sealedTokens: z.string(),
  /** Goes up with every stored token pair: the fence against a paused refresher. */
  tokenVersion: z.int(),
  /** Goes up with every new authorization and every disconnect. */
  epoch: z.int(),
  /**
   * Oldest epoch whose messages still count: reconnecting the same company drops nothing. Absent:
   * only the row's own epoch counts.
   */
  sinceEpoch: z.optional(z.int()),
  /** When the authorization of `sinceEpoch` came about. Absent: see `connectedAt`. */
  sinceAt: z.optional(z.string()),
  expiresAtEpochMs: z.int(),
  scopes: z.string(),
  account,
  connectedAt: z.string(),
  /** Id of the hosted link whose visitor gave the permission: all that we know of the person. */
  connectedBy: z.optional(z.string()),
  /** How that visitor called themselves. */
  connectedByName: z.optional(z.string()),
  leaseOwner: z.optional(z.string()),
  leaseUntilEpochMs: z.optional(z.int()),
  /** Source only: the id in our webhook URL, once the provider knows the endpoint. */
  endpointId: z.optional(z.string()),
  /** While disconnecting: who wanted it, and which steps are done (each with its instant). */
  leaving: z.optional(
    z.object({
      since: z.string(),
      actor: z.string(),
      endpointRemovedAt: z.optional(z.string()),
      /** The provider no longer honours the tokens: proven, not only asked for. */
      revokedAt: z.optional(z.string()),
      othersOpen: z.optional(z.int()),
      isHeldElsewhere: z.optional(z.boolean()),
    }),
  ),
  disconnectedAt: z.optional(z.string()),
  disconnectedBy: z.optional(z.string()),
  /**
   * Where a permission is a person's: other companies that it goes on to open, so that it could not be
   * revoked as a whole. Absent: it was, or nothing was left to revoke.
   */
  othersOpen: z.optional(z.int()),
  /** Another operator of ours uses the very same access, so that it was left to them. */
  isHeldElsewhere: z.optional(z.boolean()),
  /** Since when the provider refuses our own credentials; the operator can do nothing about it. */
  clientRefusedSince: z.optional(z.string()),
  /** When a renewal was last noted among the activities; absent: not yet under this authorization. */
  renewalNotedAt: z.optional(z.string()),
  nonce: z.optional(z.string()),
});
export type Connection = z.infer<typeof connectionItem>;
