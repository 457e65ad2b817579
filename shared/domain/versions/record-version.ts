import type { SaleKind } from '../../contracts/ids.ts';
import {
  type CreditNoteStatus,
  type InvoiceStatus,
  isDocument,
  type OrderStatus,
  type SourceRecord,
} from '../source/records.ts';

export const invoiceRanks = {
  draft: 0,
  open: 1,
  uncollectible: 2,
  paid: 3,
  void: 3,
} as const satisfies Record<InvoiceStatus, number>;

const creditNoteRanks: Record<CreditNoteStatus, number> = { draft: 0, issued: 0, void: 1 };

const orderRanks: Record<OrderStatus, number> = { draft: 0, finalized: 1, completed: 2 };

/** How far the record is in its life; contacts have no such order, and a deal may be reopened. */
export function recordRank(record: SourceRecord): number {
  switch (record.kind) {
    case 'invoice':
      return invoiceRanks[record.record.status];
    case 'credit_note':
      return creditNoteRanks[record.record.status];
    case 'order':
      return orderRanks[record.record.status];
    default:
      return 0;
  }
}

/** When this state came about: the record's own time where it has one, else the event's. */
export function recordTime(record: SourceRecord, occurredAt: string): string {
  return isDocument(record) ? occurredAt : (record.record.updatedAt ?? occurredAt);
}

/**
 * The time of a read: our own, but never before what is known of the record. Our clock may be behind the
 * source's, and what the source says now is not older than what it said before.
 */
export function readTime(now: string, known: readonly string[]): string {
  // A time that cannot be read is not later than any (the comparison with NaN is false).
  return known.reduce((latest, at) => (Date.parse(at) > Date.parse(latest) ? at : latest), now);
}

/**
 * Text that is equal exactly for equal content: keys sorted, and without what differs between a
 * webhook and a read of the same state (expanded contact and site) or what we wrote ourselves.
 */
export function canonicalText(record: SourceRecord): string {
  if (record.kind === 'contact') {
    // Our own write-back changes metadata and updatedAt and comes back as contact.updated: an echo.
    const { metadata: _metadata, updatedAt: _updatedAt, ...content } = record.record;
    // Fingerprints that stand were taken without what only the sales side is told.
    const { form: _form, lifecycle: _lifecycle, createdAt: _createdAt, ...rest } = content;
    const { leadSource: _lead, marketingSource: _marketing, useCase: _use, ...told } = rest;
    return stable(told);
  }
  if (!isDocument(record)) return saleText(record);
  const { contact: _contact, siteName: _siteName, ...content } = record.record;
  return stable(content);
}

/** Our reference in the metadata comes back as an event of the order: an echo. */
function saleText(record: Extract<SourceRecord, { kind: SaleKind }>): string {
  const {
    contact: _contact,
    siteName: _siteName,
    updatedAt: _updatedAt,
    ...content
  } = record.record;
  return stable({ ...content, metadata: undefined });
}

function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${stable(member)}`);
  return `{${entries.join(',')}}`;
}
