import type { RecordKind } from '../../contracts/ids.ts';

/** Event types that Stora's public pages name; all others follow from the pattern only. */
export const confirmedEvents: readonly string[] = [
  'contact.created',
  'invoice.created',
  'invoice.paid',
  'credit_note.created',
];

/** What to look for in lists, because no event tells of it. */
export interface ReadingPlan {
  contacts: boolean;
  creditNotes: boolean;
  /** Statuses in which an invoice may have changed unnoticed; empty: none. */
  invoiceStatuses: string[];
}

/**
 * What an event that does not come would have told. Deletions are left out: a contact that is gone
 * stays in the books.
 */
const tellsOf: Record<string, { kind: RecordKind; statuses: readonly string[] }> = {
  'contact.created': { kind: 'contact', statuses: [] },
  'contact.updated': { kind: 'contact', statuses: [] },
  'credit_note.created': { kind: 'credit_note', statuses: [] },
  'invoice.created': {
    kind: 'invoice',
    statuses: ['draft', 'open', 'uncollectible', 'void', 'paid'],
  },
  'invoice.finalized': { kind: 'invoice', statuses: ['draft', 'open'] },
  'invoice.updated': { kind: 'invoice', statuses: ['draft', 'open', 'uncollectible'] },
  'invoice.paid': { kind: 'invoice', statuses: ['paid'] },
  'invoice.voided': { kind: 'invoice', statuses: ['void'] },
  'invoice.marked_uncollectible': { kind: 'invoice', statuses: ['uncollectible'] },
};

const statusOrder = ['draft', 'open', 'uncollectible', 'void', 'paid'];

/** Follows from the names that the source refused; undefined when every one of them is known. */
export function planReading(refused: readonly string[]): ReadingPlan | undefined {
  const missing = refused.flatMap((name) =>
    Object.hasOwn(tellsOf, name) && tellsOf[name] !== undefined ? [tellsOf[name]] : [],
  );
  if (missing.length === 0) return undefined;
  const statuses = new Set(missing.flatMap((one) => [...one.statuses]));
  return {
    contacts: missing.some(({ kind }) => kind === 'contact'),
    creditNotes: missing.some(({ kind }) => kind === 'credit_note'),
    invoiceStatuses: statusOrder.filter((status) => statuses.has(status)),
  };
}
