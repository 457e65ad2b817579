import * as z from 'zod/mini';
import { documentKind, operatorId, target } from './ids.ts';

/** What became of documents that a run found. Each is one of the last four. */
const tally = z.object({
  found: z.int(),
  /** In the ledger, created by us; also before the run. */
  posted: z.int(),
  /** In the ledger, entered by somebody else and linked. */
  adopted: z.int(),
  /** An issue stands for it. */
  parked: z.int(),
  /** Nothing is to be posted: a draft, void, nothing owed, of before the start. */
  left: z.int(),
});
export type BackfillTally = z.infer<typeof tally>;

/** Which page is due. Both lists are walked twice: the second walk finds what moved during the first. */
const place = z.object({
  pass: z.union([z.literal(1), z.literal(2)]),
  kind: documentKind,
  page: z.int(),
});
export type BackfillPlace = z.infer<typeof place>;

const mark = z.object({
  /** Time under way until then. */
  activeMs: z.int(),
  /** Documents on the pages until then, and how many of them were work. */
  walked: z.int(),
  worked: z.int(),
  /** Calls to the target that they take, as reckoned; absent in marks of before. */
  calls: z.optional(z.number()),
});
export type BackfillMark = z.infer<typeof mark>;

/** One run that brings earlier documents into a target; an operator and target have one at a time. */
export const backfillRun = z.object({
  operatorId,
  target,
  runId: z.string(),
  revision: z.int(),
  nonce: z.optional(z.string()),
  status: z.enum(['running', 'paused', 'cancelled', 'done']),
  /** Why it stands although nobody paused it: it goes on by itself. */
  waits: z.optional(
    z.object({
      for: z.enum(['connection', 'posting', 'pace']),
      since: z.string(),
      until: z.optional(z.string()),
    }),
  ),
  /** Why it was cancelled although no person did. */
  endedBecause: z.optional(z.enum(['other_company'])),
  /** Documents issued from the one instant on and before the other; absent: up to now. */
  issuedFrom: z.string(),
  issuedBefore: z.optional(z.string()),
  /** Of the companies on both sides: those of others are another run's. */
  accounts: z.object({ source: z.string(), target: z.string() }),
  /** Each document takes a note in its history, a call of its own; as it was set when the run began. */
  hasNotes: z.optional(z.boolean()),
  startedAt: z.string(),
  startedBy: z.string(),
  endedAt: z.optional(z.string()),
  /** Goes up with each page that is done; a message of an earlier one asks for nothing any more. */
  step: z.int(),
  place,
  /** Of each list, where the source counts them. */
  totals: z.object({ invoice: z.optional(z.int()), credit_note: z.optional(z.int()) }),
  tally,
  /** The figures anew, by the second walk; they take the place of the first ones at its end. */
  recount: z.optional(tally),
  /** Time under way, without pauses and waits for a person. */
  activeMs: z.int(),
  /** Since when time runs that is not in `activeMs` yet; absent: it stands. */
  runsSince: z.optional(z.string()),
  /** Where it was after its latest pages, the oldest first. */
  marks: z.array(mark),
  /** When the sweep looks at it, should it not have moved by then; absent: it ended or was paused. */
  lookAtEpochMs: z.optional(z.int()),
});
export type BackfillRun = z.infer<typeof backfillRun>;
