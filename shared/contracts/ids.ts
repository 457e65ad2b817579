import * as z from 'zod/mini';
import { sourceName } from '../source/source-name.ts';
import { targetIds } from '../targets/target-ids.ts';

/** Our own name for an operator: chosen by the partner, safe in a queue group id and a database key. */
export const operatorId = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9-]{1,62}$/, 'An operator id has 2 to 63 of a-z, 0-9 and "-".'));

/** Systems that changes go to; each has a queue and a worker of its own. */
export const target = z.enum(targetIds);
export type Target = z.infer<typeof target>;

/** Whom an operator authorises us with: the source, and every target. */
export const provider = z.enum([sourceName, ...targetIds]);
export type Provider = z.infer<typeof provider>;

export function isTarget(name: Provider): name is Target {
  return name !== sourceName;
}

export const recordKind = z.enum(['contact', 'invoice', 'credit_note', 'deal', 'order', 'tenancy']);
export type RecordKind = z.infer<typeof recordKind>;

/** Kinds that are documents: what books take, and what is reconciled by sums. */
export const documentKind = z.enum(['invoice', 'credit_note']);
export type DocumentKind = z.infer<typeof documentKind>;

/** Kinds of the sales side: who asks, books and stays. */
export const saleKind = z.enum(['deal', 'order', 'tenancy']);
export type SaleKind = z.infer<typeof saleKind>;

export function isDocumentKind(kind: RecordKind): kind is DocumentKind {
  return documentKind.safeParse(kind).success;
}

/**
 * The source's id of a record, opaque to us, of no length that anybody promised; this many characters
 * still fit into a sort key of DynamoDB, whatever they are.
 */
export const recordId = z.string().check(z.minLength(1), z.maxLength(255));

/** Calendar day, e.g. `2026-11-30`. */
export const isoDay = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
