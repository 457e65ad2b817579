import * as z from 'zod/mini';
import { operatorId, provider, recordKind, target } from './ids.ts';

export const operatorItem = z.object({
  operatorId,
  /** Empty once the operator was removed. */
  name: z.string(),
  createdAt: z.string(),
  /** Removal was begun: nobody may connect any more. The item stays as a tombstone. */
  removal: z.optional(
    z.object({
      since: z.string(),
      actor: z.string(),
      /** Everything was erased; absent while a connection is still being ended. */
      erasedAt: z.optional(z.string()),
    }),
  ),
});
export type Operator = z.infer<typeof operatorItem>;

/** Which company stands behind a connection, as far as the provider tells. */
export const account = z.object({
  /** Xero: tenant id. Stora: storefront host, or the name where no host is known. */
  id: z.string(),
  name: z.string(),
  /** Xero: the id to delete at `/connections/{id}`. */
  connectionId: z.optional(z.string()),
});
export type Account = z.infer<typeof account>;

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
   * Xero: other companies that the permission of the same person goes on to open, so that it could
   * not be revoked as a whole. Absent: it was, or nothing was left to revoke.
   */
  othersOpen: z.optional(z.int()),
  /** Another operator of ours uses the very same access, so that it was left to them. */
  isHeldElsewhere: z.optional(z.boolean()),
  /** Since when the provider refuses our own credentials; the operator can do nothing about it. */
  clientRefusedSince: z.optional(z.string()),
  nonce: z.optional(z.string()),
});
export type Connection = z.infer<typeof connectionItem>;

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

/** One webhook URL of ours: who it belongs to and how its deliveries are signed. */
export const endpointItem = z.object({
  endpointId: z.string(),
  operatorId,
  epoch: z.int(),
  /** Stora's id of the endpoint (`we_…`). */
  sourceEndpointId: z.string(),
  /** The company whose events come in here, as in its connection's account. Absent: unknown. */
  accountId: z.optional(z.string()),
  /** Encrypted signing secrets, newest first; two during a rotation. */
  sealedSecrets: z.array(z.string()),
});
export type Endpoint = z.infer<typeof endpointItem>;

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

/**
 * One external write. `sending` is journaled before the request leaves; while it stands, nobody knows
 * whether the effect happened. `failed`: the provider answered with an error of its own, which it
 * keeps under the key, and it is as unknown. `rejected` is a definite no. What may follow is in
 * `decideNextTry`.
 */
export const effect = z.object({
  state: z.enum(['sending', 'failed', 'done', 'rejected']),
  /** Goes up with every new idempotency key, and never down. */
  generation: z.int(),
  /** When this generation was sent first. */
  sentAtEpochMs: z.int(),
  /** When the first try was sent whose end was not known before this generation. */
  firstSentAtEpochMs: z.optional(z.int()),
  /** When it was sent again under the same key. */
  resentAtEpochMs: z.optional(z.int()),
  /** Over the bodies of all effects of the call, in order: the same call has the same hash. */
  requestHash: z.string(),
  /** Over what was sent for this effect alone. */
  bodyHash: z.optional(z.string()),
  /** When we last heard of it without an end: the error, or a look-up that did not find it. */
  heardAtEpochMs: z.optional(z.int()),
  /** Look-ups since this generation was sent that did not find it. */
  missedLookUps: z.optional(z.int()),
  /** Generations that ended with an error of the provider; a few of them end the tries. */
  refusals: z.optional(z.int()),
  /** The provider's id of its last error: told twice, it is the stored answer once more. */
  lastRequestId: z.optional(z.string()),
  /** The write stands in the activities. */
  isAudited: z.optional(z.boolean()),
});
export type Effect = z.infer<typeof effect>;

/**
 * What a link owes: to the source metadata on the record, or a note on the operator's timeline; to the
 * target the note in a document's history, which it has refused so often.
 */
export const owed = z.discriminatedUnion('what', [
  z.object({ what: z.literal('metadata') }),
  z.object({ what: z.literal('history'), refusals: z.int() }),
  z.object({
    what: z.literal('timeline'),
    /** Distinguishes notes of one document; the same note is never owed twice. */
    note: z.string(),
    text: z.string(),
    contactSourceId: z.optional(z.string()),
    siteSourceId: z.optional(z.string()),
    invoiceSourceId: z.optional(z.string()),
  }),
]);
export type Owed = z.infer<typeof owed>;

export const version = z.object({
  /** `updated_at` of the record, else the event's time. */
  at: z.string(),
  /** How far the record is in its life where time alone cannot order (draft 0 … paid 3). */
  rank: z.int(),
  fingerprint: z.string(),
});
export type Version = z.infer<typeof version>;

/** A sum that an invoice's payments came to at the source, and when that is first known. */
const seenPayment = z.object({ cumulativeMinor: z.int(), at: z.string() });
export type SeenPayment = z.infer<typeof seenPayment>;

/** The pair of ids of one record, what was posted for it, and what is still open. */
export const linkItem = z.object({
  operatorId,
  target,
  kind: recordKind,
  sourceId: z.string(),
  /** Optimistic lock: each save moves it by one. */
  revision: z.int(),
  nonce: z.optional(z.string()),
  /** The state that was applied last. */
  version: z.optional(version),
  /** The newest state that was looked at and parked or left alone: older ones are out of date. */
  judgedVersion: z.optional(version),
  /** The company in the target that `targetId`, `posted` and `effects` belong to. */
  accountId: z.optional(z.string()),
  /** Documents in companies that were connected before; nothing is posted there any more. */
  former: z.optional(z.array(z.object({ accountId: z.string(), targetId: z.string() }))),
  targetId: z.optional(z.string()),
  /** Number or name under which a person finds it in the target. */
  targetLabel: z.optional(z.string()),
  /**
   * Contacts: names of the details (no values) that the source had when they were last brought to the
   * target. Absent: not noted yet.
   */
  brought: z.optional(z.array(z.string())),
  /** Contacts of the target that were merged into `targetId` there. */
  mergedFrom: z.optional(z.array(z.string())),
  /** The record whose contact `targetId` was before a merge: its details stand there, not ours. */
  sharedWith: z.optional(z.string()),
  posted: z.optional(
    z.object({
      currency: z.string(),
      totalMinor: z.int(),
      taxMinor: z.int(),
      paidMinor: z.int(),
      allocatedMinor: z.int(),
      voided: z.boolean(),
      /** It was not approved when it was posted or linked. */
      asDraft: z.optional(z.boolean()),
    }),
  ),
  effects: z.record(z.string(), effect),
  /** Payments that were seen and are not posted yet: a later look would not tell their days any more. */
  paymentsSeen: z.optional(z.array(seenPayment)),
  owed: z.array(owed),
  /** The target refused the note in the document's history to the end; it is not tried any more. */
  historyGivenUp: z.optional(z.boolean()),
  /** The source deleted the record: a late update must not bring it back. */
  deletedAt: z.optional(z.string()),
});
export type Link = z.infer<typeof linkItem>;
export type LinkKey = Pick<Link, 'operatorId' | 'target' | 'kind' | 'sourceId'>;

/** A record that waits for a person: plain cause and remedy, and enough to try again. */
export const issueItem = z.object({
  operatorId,
  target,
  kind: recordKind,
  sourceId: z.string(),
  cause: z.string(),
  /** What happened, in the operator's words. No personal data, no vendor body. */
  message: z.string(),
  remedy: z.string(),
  /** What of it stands in the target, and what waits; sums, nothing of people. */
  stand: z.optional(z.string()),
  label: z.optional(z.string()),
  /** Day of the latest change; names a record that has no label. */
  day: z.optional(z.string()),
  /** Of a document, ids at the source: its customer, and the invoice of a credit note. */
  contactId: z.optional(z.string()),
  invoiceId: z.optional(z.string()),
  raisedAt: z.string(),
  lastSeenAt: z.string(),
  times: z.int(),
  /** When it was sent to be tried again without a person. */
  wokenAt: z.optional(z.string()),
  /** `times` at that moment: while it stands, nobody judged the record since. */
  wokenTimes: z.optional(z.int()),
  /** What its cause hung on, and in which state its customer or invoice stood, at the latest such time. */
  wokenFacts: z.optional(z.string()),
  wokenState: z.optional(z.string()),
});
export type Issue = z.infer<typeof issueItem>;

export const activityItem = z.object({
  operatorId,
  activityId: z.string(),
  at: z.string(),
  /** e.g. `connection.connected`, `document.posted`. */
  type: z.string(),
  actor: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.int(), z.boolean()])),
});
export type Activity = z.infer<typeof activityItem>;

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

const cappedCalls = z.object({ limit: z.int(), windowMs: z.int() });

/** Per operator and provider: its recent calls, and what the provider lets us know of its caps. */
export const rateItem = z.object({
  operatorId,
  provider,
  revision: z.int(),
  nonce: z.optional(z.string()),
  /** Completion times (ms) of the calls that a window can still see, oldest first. */
  stampsEpochMs: z.array(z.int()),
  /** When calls that run, or have a slot, will have ended at the latest; no two alike; ascending. */
  runningEpochMs: z.optional(z.array(z.int())),
  /** Of windows too large for single stamps, by their length (ms): ended calls as [time, calls]. */
  counters: z.optional(z.record(z.string(), z.array(z.tuple([z.int(), z.int()])))),
  blockedUntilEpochMs: z.int(),
  /** The company that was called; another one has caps of its own. Absent: not noted yet. */
  accountId: z.optional(z.string()),
  /** Caps negotiated for this operator; they replace those of the same length. */
  agreed: z.optional(z.array(cappedCalls)),
  /** Lower caps that the provider named, by the window's length (ms). */
  heard: z.optional(z.record(z.string(), z.object({ limit: z.int(), untilEpochMs: z.int() }))),
  /** What is left to us beside other users; absent while nobody else was noticed. */
  share: z.optional(
    z.object({
      allowed: z.int(),
      /** What was used when the refusal came. */
      refusedAt: z.int(),
      sinceEpochMs: z.int(),
      /** Refusals before this instant are the same signal as the latest cut. */
      sameUntilEpochMs: z.int(),
      /** The window stands still (true) or slides, as far as refusals told by their reset. */
      isFixed: z.optional(z.boolean()),
    }),
  ),
  /** Latest estimate of what other users call in one window, from a refusal. */
  others: z.optional(z.object({ calls: z.int(), windowMs: z.int(), atEpochMs: z.int() })),
  /** The same by the provider's own count of what is left, by the window's length (ms). */
  counted: z.optional(z.record(z.string(), z.object({ calls: z.int(), atEpochMs: z.int() }))),
  /** The minute's cap (or the like) as it was in force at the latest call. */
  cap: z.optional(cappedCalls),
});
export type Rate = z.infer<typeof rateItem>;

/** Per operator with issues: when to look next whether their causes are gone. */
export const issueWatchItem = z.object({
  operatorId,
  /** When the latest issue was raised. */
  raisedAt: z.string(),
});
export type IssueWatch = z.infer<typeof issueWatchItem>;

/** Per operator and queue: messages that were hidden for long, so that they can be shown early. */
export const restingItem = z.object({
  operatorId,
  /** Without `.fifo`. */
  queue: z.string(),
  /** Of the messages of one group that are hidden together; absent: none are. */
  receiptHandles: z.optional(z.array(z.string())),
  reason: z.optional(z.string()),
  hiddenAtEpochMs: z.optional(z.int()),
  /** When what was hidden before this was last called back. */
  calledBackAtEpochMs: z.optional(z.int()),
  /** From when on somebody wants them back, whatever they wait for. */
  wantedAtEpochMs: z.optional(z.int()),
});
export type RestingRow = z.infer<typeof restingItem>;
