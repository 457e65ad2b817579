import * as z from 'zod/mini';
import { operatorId, provider } from './ids.ts';

const cause = z.object({
  message: z.string(),
  remedy: z.string(),
  records: z.int(),
  /** By currency; a cause without documents has none. */
  sumsMinor: z.record(z.string(), z.int()),
});

/** What a digest says; no names of people in it, and no texts of customers. */
const digestContent = z.object({
  kind: z.literal('digest'),
  day: z.string(),
  causes: z.array(cause),
  /** Causes beyond those listed. */
  moreCauses: z.int(),
  /** Documents that somebody changed in the ledger. */
  differences: z.int(),
  /** Connections that wait for their owner. */
  lost: z.array(provider),
  /** Since when nothing is heard of the source; absent: it is, or somebody knows why not. */
  quietSince: z.optional(z.string()),
});
export type DigestContent = z.infer<typeof digestContent>;

/** What a mail is about; the text is made when it is sent, so that no link of ours is ever stored. */
export const mailContent = z.discriminatedUnion('kind', [
  digestContent,
  z.object({
    kind: z.literal('new_link'),
    linkId: z.string(),
    purpose: z.enum(['connect', 'read']),
    expiresAtEpochMs: z.int(),
  }),
  z.object({ kind: z.literal('disconnected'), provider, at: z.string() }),
  z.object({
    kind: z.literal('connection_lost'),
    provider,
    linkId: z.string(),
    expiresAtEpochMs: z.int(),
  }),
]);
export type MailContent = z.infer<typeof mailContent>;
export type MailKind = MailContent['kind'];

/**
 * A mail that is owed, and what became of it. There is one per kind, occasion and recipient, so that
 * whoever asks twice for the same is answered by the same row.
 */
export const mailItem = z.object({
  operatorId,
  /** `kind#occasion#personId`. */
  mailId: z.string(),
  personId: z.string(),
  content: mailContent,
  wantedAt: z.string(),
  tries: z.int(),
  /** A try has begun: until its end is noted nobody knows whether the mail left. */
  sendingSinceEpochMs: z.optional(z.int()),
  sentAt: z.optional(z.string()),
  /** It is not tried any more, and why. */
  givenUp: z.optional(z.object({ at: z.string(), reason: z.string() })),
  expiresAtEpochMs: z.int(),
  nonce: z.optional(z.string()),
});
export type Mail = z.infer<typeof mailItem>;

/** When to look next whether an operator's people have to be written to. */
export const mailWatchItem = z.object({
  operatorId,
  /** Day of the operator for which the digest was made or found empty. */
  digestDay: z.optional(z.string()),
  nonce: z.optional(z.string()),
});
export type MailWatch = z.infer<typeof mailWatchItem>;
