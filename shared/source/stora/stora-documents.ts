import type {
  DocumentKind,
  DocumentList,
  DocumentPage,
  ListedDocument,
} from '../../ports/source.ts';
import type { Shown } from '../../ports/source-reader.ts';
import type { RecordPage, StoraApi, Wishes } from './stora-api.ts';
import { showCreditNote, showInvoice } from './stora-reader.ts';
import {
  type StoraCreditNote,
  type StoraInvoice,
  storaCreditNote,
  storaInvoice,
} from './stora-resources.ts';

const invoices = { path: '/invoices', key: 'invoices', item: storaInvoice };
const creditNotes = { path: '/credit_notes', key: 'credit_notes', item: storaCreditNote };

/** A page of documents in the order of their creation. Each wish is only inferred, as `sort_by` is not. */
export async function listStoraDocuments(api: StoraApi, list: DocumentList): Promise<DocumentPage> {
  const { kind, page, happenedAt } = list;
  if (kind === 'invoice') {
    const found = await api.listPage(invoices, page, wishesOf(list));
    return pageOf(kind, found, (invoice) => showInvoice(invoice, happenedAt));
  }
  const found = await api.listPage(creditNotes, page, wishesOf(list));
  return pageOf(kind, found, (note) => showCreditNote(note, happenedAt));
}

function wishesOf({ createdFrom, createdBefore }: DocumentList): Wishes {
  return {
    sort_by: 'created_at',
    sort_direction: 'ASC',
    created_after: createdFrom,
    ...(createdBefore === undefined ? {} : { created_before: createdBefore }),
    expand: 'contact,site',
  };
}

function pageOf<T extends StoraInvoice | StoraCreditNote>(
  kind: DocumentKind,
  { records, next, unreadable, unreadableIds, total }: RecordPage<T>,
  show: (record: T) => Shown<DocumentKind>,
): DocumentPage {
  const read = records.map(
    (record): ListedDocument => ({
      kind,
      sourceId: record.id,
      resource: record,
      shown: show(record),
      createdAt: record.created_at ?? undefined,
      // A document of Stora's bears no time of its last change.
      changedAt: undefined,
    }),
  );
  const others = unreadableIds.map((id) => unreadDocument(kind, id));
  return { entries: [...read, ...others], next, unreadable: unreadable - others.length, total };
}

/** It has an id, so it can be asked for by itself, and be shown to a person. */
function unreadDocument(kind: DocumentKind, sourceId: string): ListedDocument {
  const shown = { ok: false, problem: 'the list shows it in an unknown form' } as const;
  const times = { createdAt: undefined, changedAt: undefined };
  return { kind, sourceId, resource: undefined, shown, ...times };
}
