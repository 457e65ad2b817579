import * as z from 'zod/mini';
import { effect } from './effect.ts';
import { operatorId, recordKind, target } from './ids.ts';
import { owed } from './owed.ts';
import { version } from './version.ts';

/** A sum that an invoice's payments came to at the source, and when that is first known. */
const seenPayment = z.object({ cumulativeMinor: z.int(), at: z.string() });
export type SeenPayment = z.infer<typeof seenPayment>;

/** A credit note of our own that closes an invoice in the ledger, beside those of the source. */
const closingNote = z.object({
  /** A debt that was given up, or a voiding that the ledger does not allow. */
  purpose: z.enum(['bad_debt', 'void']),
  targetId: z.string(),
  totalMinor: z.int(),
  /** So much of it is set against the invoice; absent: nobody has come to that yet. */
  setMinor: z.optional(z.int()),
  /** It was taken off the invoice and is to be voided, whatever comes. */
  isLeaving: z.optional(z.boolean()),
});
export type ClosingNote = z.infer<typeof closingNote>;

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
  /** Contacts: a person gave it a name of its own in the target, which stays. */
  nameIsTheirs: z.optional(z.boolean()),
  /**
   * Contacts: marks of e-mail address and phone as the target showed them after our last write
   * (`details-of-theirs.ts`). Absent: nobody knows what stood there.
   */
  detailMarks: z.optional(z.string()),
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
      /** Day and customer as they were written, by which an edit there is seen (`placed-mark.ts`). */
      placed: z.optional(z.string()),
      /** It was not approved when it was posted or linked. */
      asDraft: z.optional(z.boolean()),
      /** What was received beyond what was due and stands there as money on account. */
      overpaidMinor: z.optional(z.int()),
      /** Of what we wrote ourselves: by which changes on either side are seen (`seal.ts`). */
      seal: z.optional(z.string()),
      /** Of what has no seal: the mark of its lines as they stood when it was posted or linked. */
      shape: z.optional(z.string()),
      closing: z.optional(closingNote),
    }),
  ),
  effects: z.record(z.string(), effect),
  /** Payments that were seen and are not posted yet: a later look would not tell their days any more. */
  paymentsSeen: z.optional(z.array(seenPayment)),
  owed: z.array(owed),
  /**
   * While it owes anything: its age for the search for debts, which `owed-since.ts` decides with each
   * save. Absent on links that owe and were saved last by a version that did not note it.
   */
  owedSinceEpochMs: z.optional(z.int()),
  /** The target refused the note in the document's history to the end; it is not tried any more. */
  historyGivenUp: z.optional(z.boolean()),
  /** The source deleted the record: a late update must not bring it back. */
  deletedAt: z.optional(z.string()),
});
export type Link = z.infer<typeof linkItem>;
export type LinkKey = Pick<Link, 'operatorId' | 'target' | 'kind' | 'sourceId'>;
