import * as z from 'zod/mini';
import { documentKind, isoDay, operatorId, target } from './ids.ts';

/** `preview`: what would be posted, as one looks at it; `adoption`: what of a longer span is there already. */
export const previewPurpose = z.enum(['preview', 'adoption']);
export type PreviewPurpose = z.infer<typeof previewPurpose>;

const fate = z.union([
  /** It would be posted. */
  z.object({ kind: z.literal('new') }),
  /** It is in the ledger already, equal, and would be linked. */
  z.object({ kind: z.literal('equal') }),
  /** We have linked it before. */
  z.object({ kind: z.literal('known') }),
  /** It needs nothing in the ledger. */
  z.object({ kind: z.literal('left_out'), reason: z.string() }),
  /** Its number is in the ledger for something else: in which total, tax, customer or day it differs. */
  z.object({ kind: z.literal('different'), detail: z.string() }),
  /** A person would have to see to it. */
  z.object({ kind: z.literal('parked'), cause: z.string(), detail: z.string() }),
]);
export type PreviewFate = z.infer<typeof fate>;

const previewLine = z.object({
  description: z.string(),
  accountCode: z.string(),
  taxType: z.string(),
  /** Without and within tax. */
  netMinor: z.int(),
  taxMinor: z.int(),
});
export type PreviewLine = z.infer<typeof previewLine>;

const previewedDocument = z.object({
  kind: documentKind,
  sourceId: z.string(),
  number: z.optional(z.string()),
  day: z.optional(z.string()),
  customer: z.string(),
  site: z.optional(z.string()),
  currency: z.string(),
  totalMinor: z.int(),
  taxMinor: z.int(),
  fate,
  /** Dated before the start: it stays out, and shows what one like it would be. */
  isBeforeStart: z.optional(z.boolean()),
  /** As they would be posted; none where it would not. */
  lines: z.array(previewLine),
  /** Money that would be posted for it, and to which account. */
  payment: z.optional(z.object({ accountCode: z.string(), amountMinor: z.int() })),
});
export type PreviewedDocument = z.infer<typeof previewedDocument>;

const previewedContact = z.object({
  sourceId: z.string(),
  name: z.string(),
  email: z.optional(z.string()),
  fate: z.union([
    z.object({ kind: z.literal('new') }),
    /** The name belongs to somebody else there: with the end of the id behind it. */
    z.object({ kind: z.literal('suffixed') }),
    z.object({ kind: z.literal('known') }),
    /** By our number, or recognised as the operator has chosen. */
    z.object({ kind: z.enum(['numbered', 'recognised']), targetId: z.string() }),
    z.object({ kind: z.literal('parked'), cause: z.string(), detail: z.string() }),
  ]),
});
export type PreviewedContact = z.infer<typeof previewedContact>;

/** The page of the source that is read next. */
const previewStep = z.object({ kind: documentKind, page: z.int() });
export type PreviewStep = z.infer<typeof previewStep>;

/**
 * A preview, as far as it was read; one for each operator, target and purpose. It holds for the company,
 * the version of the settings and the span that it was begun with.
 */
export const preview = z.object({
  operatorId,
  target,
  purpose: previewPurpose,
  accountId: z.optional(z.string()),
  settingsVersion: z.int(),
  /** Days of creation at the source, both included. */
  from: isoDay,
  to: isoDay,
  begunAtEpochMs: z.int(),
  readAtEpochMs: z.int(),
  /** Absent: all is read. */
  next: z.optional(previewStep),
  documents: z.array(previewedDocument),
  contacts: z.array(previewedContact),
  /** Names of accounts by their codes, and of tax rates by their types, as the ledger has them. */
  accountNames: z.record(z.string(), z.string()),
  taxNames: z.record(z.string(), z.string()),
  /** Entries of the source that nobody could read. */
  unreadable: z.int(),
  /** The span has more documents than are looked at. */
  isCut: z.boolean(),
});
export type Preview = z.infer<typeof preview>;
