import { type ApiAnswer, notFoundAnswer } from '../api/answers.ts';
import {
  type ApiCall,
  type ApiRoute,
  answerList,
  listParameter,
  unitPlaces,
} from '../api/api-call.ts';
import { runBatch } from '../api/batch.ts';
import type { Book, DocumentKind, LedgerDocument, Outcome } from '../core/book.ts';
import { findDocument } from '../ledger/document-rules.ts';
import {
  createDocument,
  type DocumentScene,
  updateDocument,
  upsertDocument,
} from '../ledger/documents.ts';
import { type DocumentInput, documentInput } from '../ledger/inputs.ts';
import { settlementOf } from '../ledger/settlement.ts';
import { documentView } from '../reading/document-views.ts';
import { checkEfficient } from '../reading/high-volume.ts';
import { listRecords, readListQuery } from '../reading/listing.ts';
import type { ViewObject } from '../reading/views.ts';
import type { Fields } from '../reading/where-filter.ts';

/** Invoices and CreditNotes: PUT creates, POST creates or updates, POST with the id in the path updates. */
export const documentRoutes: readonly ApiRoute[] = [
  ...routesOf('invoice', '/Invoices'),
  ...routesOf('creditNote', '/CreditNotes'),
];

function routesOf(kind: DocumentKind, path: string): readonly ApiRoute[] {
  return [
    { method: 'GET', path, handle: (call) => getDocuments(call, kind) },
    { method: 'GET', path: `${path}/:id`, handle: (call) => getDocument(call, kind) },
    { method: 'PUT', path, handle: (call) => writeDocuments(call, kind, createDocument) },
    { method: 'POST', path, handle: (call) => writeDocuments(call, kind, upsertDocument) },
    { method: 'POST', path: `${path}/:id`, handle: (call) => postDocument(call, kind) },
  ];
}

const keys: Record<DocumentKind, 'Invoices' | 'CreditNotes'> = {
  invoice: 'Invoices',
  creditNote: 'CreditNotes',
};

function getDocuments(call: ApiCall, kind: DocumentKind): ApiAnswer {
  const query = readListQuery(call.url, call.headers);
  if (call.isHighVolume) {
    const lists = ['IDs', 'InvoiceNumbers', 'ContactIDs', 'Statuses'];
    const hasValues = lists.some((name) => call.url.searchParams.has(name));
    checkEfficient(keys[kind], query, { hasValues });
  }
  const { items, pagination } = listRecords(chosenDocuments(call, kind), query, (document) =>
    documentFields(call, document),
  );
  const isSummary = call.url.searchParams.get('summaryOnly') === 'true';
  const detail = {
    withLines: query.page !== undefined && !isSummary,
    unitPlaces: unitPlaces(call),
  };
  const views = items.map((document) => documentView(call.book, document, detail));
  const content = { [keys[kind]]: views };
  return answerList(call, pagination === undefined ? content : { pagination, ...content });
}

function chosenDocuments(call: ApiCall, kind: DocumentKind): readonly LedgerDocument[] {
  const ids = listParameter(call, 'IDs');
  const numbers = listParameter(call, 'InvoiceNumbers');
  const contactIds = listParameter(call, 'ContactIDs');
  const statuses = listParameter(call, 'Statuses');
  const isIn = (set: ReadonlySet<string> | undefined, value: string): boolean =>
    set === undefined || set.has(value.toLowerCase());
  return [...call.book.documents.values()].filter(
    (document) =>
      document.kind === kind &&
      isIn(ids, document.id) &&
      isIn(numbers, document.number) &&
      isIn(contactIds, document.contactId) &&
      isIn(statuses, document.status),
  );
}

function getDocument(call: ApiCall, kind: DocumentKind): ApiAnswer {
  const document = findDocument(call.book, kind, call.parameters[0]);
  if (document === undefined) return notFoundAnswer;
  return answerList(call, { [keys[kind]]: [fullView(call, document)] });
}

type Write = (
  scene: DocumentScene,
  kind: DocumentKind,
  input: DocumentInput,
) => Outcome<LedgerDocument>;

function writeDocuments(call: ApiCall, kind: DocumentKind, write: Write): ApiAnswer {
  const scene = { book: call.book, stamp: call.stamp, unitPlaces: unitPlaces(call) };
  return runBatch(call, {
    key: keys[kind],
    schema: documentInput,
    apply: (input) => write(scene, kind, input),
    view: (document) => fullView(call, document),
    echo: (input) => echoDocument(kind, input),
    errorFlag: 'HasErrors',
  });
}

function postDocument(call: ApiCall, kind: DocumentKind): ApiAnswer {
  const existing = findDocument(call.book, kind, call.parameters[0]);
  if (existing === undefined) return notFoundAnswer;
  return writeDocuments(call, kind, (scene, _kind, input) =>
    updateDocument(scene, existing, input),
  );
}

function fullView(call: ApiCall, document: LedgerDocument): ViewObject {
  return documentView(call.book, document, { withLines: true, unitPlaces: unitPlaces(call) });
}

function echoDocument(kind: DocumentKind, input: DocumentInput): ViewObject {
  const zero = '00000000-0000-0000-0000-000000000000';
  const own =
    kind === 'invoice'
      ? { InvoiceID: input.InvoiceID ?? zero, InvoiceNumber: input.InvoiceNumber ?? '' }
      : {
          CreditNoteID: input.CreditNoteID ?? zero,
          CreditNoteNumber: input.CreditNoteNumber ?? '',
        };
  return {
    ...(input.Type === undefined ? {} : { Type: input.Type }),
    ...own,
    Reference: input.Reference ?? '',
    ...(input.Status === undefined ? {} : { Status: input.Status }),
    LineItems: [],
  };
}

/** Documents are never changed, only replaced: what was read of one once holds for it. */
const known = new WeakMap<LedgerDocument, Fields>();

function documentFields({ book }: ApiCall, document: LedgerDocument): Fields {
  const fields = known.get(document) ?? fieldsIn(book, document);
  known.set(document, fields);
  return fields;
}

/** What may be another one later, or takes its time in a long list, is read when it is asked for. */
function fieldsIn(book: Book, document: LedgerDocument): Fields {
  const contact = () => book.contacts.get(document.contactId);
  const isInvoice = document.kind === 'invoice';
  const amount = (minor: bigint): bigint => minor * 100n;
  return {
    Type: document.type,
    Status: document.status,
    Reference: document.reference,
    [isInvoice ? 'InvoiceID' : 'CreditNoteID']: document.id,
    [isInvoice ? 'InvoiceNumber' : 'CreditNoteNumber']: document.number,
    CurrencyCode: document.currencyCode,
    Date: dayDate(document.day),
    DueDate: document.dueDay === undefined ? undefined : dayDate(document.dueDay),
    UpdatedDateUTC: new Date(document.updatedEpochMs),
    Total: amount(document.totals.totalMinor),
    SubTotal: amount(document.totals.subTotalMinor),
    TotalTax: amount(document.totals.totalTaxMinor),
    get [isInvoice ? 'AmountDue' : 'RemainingCredit']() {
      return amount(settlementOf(book, document).leftMinor);
    },
    get AmountPaid() {
      return amount(settlementOf(book, document).paidMinor);
    },
    get AmountCredited() {
      return amount(settlementOf(book, document).creditedMinor);
    },
    get 'Contact.ContactID'() {
      return contact()?.contactId;
    },
    get 'Contact.ContactNumber'() {
      return contact()?.contactNumber;
    },
    get 'Contact.Name'() {
      return contact()?.name;
    },
  };
}

function dayDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
