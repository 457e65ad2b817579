import * as z from 'zod/mini';
import { account } from './account.ts';
import { operatorId, provider } from './ids.ts';

/** To which operator a company at a provider belongs: two operators never share one. */
export const accountHolderItem = z.object({
  provider,
  /** As in the connection's account. */
  accountId: z.string(),
  operatorId,
  /** New with each claim: the fence of every change. */
  claimId: z.string(),
  claimedAt: z.string(),
  /** While nothing is connected yet: a claim whose worker died runs out. */
  expiresAtEpochMs: z.optional(z.int()),
  /** While its holder connects it anew; from a claim that runs out this is known without it. */
  connectingUntilEpochMs: z.optional(z.int()),
  /** While somebody takes it out of what a person gave us: nobody may connect it then. */
  takingOut: z.optional(z.object({ operatorId, untilEpochMs: z.int() })),
  nonce: z.optional(z.string()),
});
export type AccountHolder = z.infer<typeof accountHolderItem>;

/** A company that a person's grant opens, with what tells since when. */
export const listedAccount = z.extend(account, {
  /** The provider names the consent of this very token as its origin. */
  isOfThisConsent: z.optional(z.boolean()),
  createdAtEpochMs: z.optional(z.int()),
  updatedAtEpochMs: z.optional(z.int()),
});
export type ListedAccount = z.infer<typeof listedAccount>;

/**
 * A grant that waits, sealed, until the person said which company is meant; or of which companies
 * are still to be given back.
 */
export const waitingGrantItem = z.object({
  operatorId,
  provider,
  /** The visit that has to answer; else an id of its own. */
  waitingId: z.string(),
  grantId: z.string(),
  /** Encrypted token pair; opens only under {operatorId, provider, epoch 0, purpose}. */
  sealedTokens: z.string(),
  tokensExpireAtEpochMs: z.int(),
  scopes: z.string(),
  linkId: z.string(),
  mayBeOtherAccount: z.boolean(),
  /** When the consent was begun whose companies these are. */
  startedAtEpochMs: z.int(),
  /** Among which the person chooses. */
  accounts: z.array(listedAccount),
  /** What this consent added: the others of these are given back. */
  added: z.array(listedAccount),
  answeredAtEpochMs: z.optional(z.int()),
  expiresAtEpochMs: z.int(),
  nonce: z.optional(z.string()),
});
export type WaitingGrant = z.infer<typeof waitingGrantItem>;
