import * as z from 'zod/mini';
import type { DocumentKind } from '../../contracts/ids.ts';
import type { DocumentList, DocumentPage, ListedDocument } from '../../ports/source.ts';
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
    const found = await api.listPage(invoices, page, wishesOf(list, 'contact,site'));
    return pageOf(kind, found, (invoice) => showInvoice(invoice, happenedAt));
  }
  const found = await api.listPage(creditNotes, page, wishesOf(list, 'contact,site,invoice'));
  const listed = pageOf(kind, found, (note) => showCreditNote(note, happenedAt));
  const invoicesById = new Map(found.records.map((note) => [note.id, invoiceOf(note)]));
  const entries = listed.entries.map((entry) => {
    const invoice = invoicesById.get(entry.sourceId);
    return invoice === undefined ? entry : { ...entry, invoice };
  });
  return { ...listed, entries };
}

/** A credit note has customer and site of its invoice, which names them only. */
function invoiceOf({ invoice, contact, site }: StoraCreditNote): Shown<'invoice'> | undefined {
  const read = z.safeParse(storaInvoice, invoice);
  if (!read.success) return undefined;
  return showInvoice({ ...read.data, contact, site: site ?? read.data.site }, undefined);
}

function wishesOf({ createdFrom, createdBefore }: DocumentList, expand: string): Wishes {
  return {
    sort_by: 'created_at',
    sort_direction: 'ASC',
    created_after: createdFrom,
    ...(createdBefore === undefined ? {} : { created_before: createdBefore }),
    expand,
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
