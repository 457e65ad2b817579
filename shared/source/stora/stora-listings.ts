import type { Listed, ListedInvoice, SourcePage } from '../../ports/source.ts';
import { invoiceStatusOf } from './read-invoice.ts';
import type { RecordPage } from './stora-api.ts';
import { showContact, showCreditNote, showInvoice } from './stora-reader.ts';
import type { StoraContact, StoraCreditNote, StoraInvoice } from './stora-resources.ts';

/** A page of Stora's in our words. */
export function pageOf<T, E>(page: RecordPage<T>, entryOf: (record: T) => E): SourcePage<E> {
  const { records, next, unreadable } = page;
  return { entries: records.map(entryOf), next, unreadable };
}

export function listedContact(contact: StoraContact): Listed<'contact'> {
  return { shown: showContact(contact), ...timesOf(contact) };
}

export function listedInvoice(
  invoice: StoraInvoice,
  happenedAt: string | undefined,
): ListedInvoice {
  const { currency, amount: totalMinor } = invoice.total;
  return {
    shown: showInvoice(invoice, happenedAt),
    createdAt: invoice.created_at ?? undefined,
    // An invoice of Stora's bears no time of its last change.
    changedAt: undefined,
    sourceId: invoice.id,
    issuedAt: issuedAt(invoice),
    currency,
    totalMinor,
  };
}

export function listedCreditNote(
  note: StoraCreditNote,
  happenedAt: string | undefined,
): Listed<'credit_note'> {
  const createdAt = note.created_at ?? undefined;
  return { shown: showCreditNote(note, happenedAt), createdAt, changedAt: undefined };
}

function timesOf({ created_at, updated_at }: StoraContact) {
  return { createdAt: created_at ?? undefined, changedAt: updated_at ?? undefined };
}

function issuedAt(invoice: StoraInvoice): string | undefined {
  const status = invoiceStatusOf(invoice);
  if (status === 'draft' || status === 'void') return undefined;
  return invoice.finalized_at ?? invoice.created_at ?? undefined;
}
