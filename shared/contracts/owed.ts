import * as z from 'zod/mini';

/**
 * What a link owes: to the source metadata on the record, or a note on the operator's timeline; to the
 * target the note in a document's history, which it has refused so often.
 */
export const owed = z.discriminatedUnion('what', [
  z.object({ what: z.literal('metadata') }),
  z.object({
    what: z.literal('history'),
    refusals: z.int(),
    /** Of the last refusal; absent on debts from before it was noted. */
    refusedAtEpochMs: z.optional(z.int()),
  }),
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
