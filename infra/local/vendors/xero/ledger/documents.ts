import type {
  Book,
  Contact,
  DocumentKind,
  DocumentStatus,
  DocumentType,
  LedgerDocument,
  LineAmountTypes,
  Outcome,
  Scene,
} from '../core/book.ts';
import { refuse } from '../core/book.ts';
import { toDay } from '../core/xero-dates.ts';
import { resolveDocumentContact } from './contacts.ts';
import { checkDocument, checkEditable, findDocument } from './document-rules.ts';
import { recordHistory } from './history.ts';
import type { DocumentInput } from './inputs.ts';
import { computeTotals } from './line-arithmetic.ts';
import { type ComputedLine, computeLines } from './lines.ts';

export interface DocumentScene extends Scene {
  /** 4 when the request says `unitdp=4`, else 2. */
  readonly unitPlaces: 2 | 4;
}

/** Creates an invoice or credit note (PUT): a taken number is refused. */
export function createDocument(
  scene: DocumentScene,
  kind: DocumentKind,
  input: DocumentInput,
): Outcome<LedgerDocument> {
  const status = statusNamed(input.Status ?? 'DRAFT');
  const noun = kind === 'invoice' ? 'Invoice' : 'Credit note';
  if (status === undefined || !creatable.has(status)) {
    return refuse(`${noun} not of valid status for creation`);
  }
  const type = typeNamed(kind, input.Type);
  if (type === undefined) return refuse(`Type must be one of ${typesOf[kind].join(', ')}.`);
  if (input.LineItems === undefined || input.LineItems.length === 0) {
    return refuse('One or more line items must be specified');
  }
  return store(scene, { base: blankDocument(scene, kind, type), input, status });
}

/** Updates a document: lines are replaced as a whole when given, and the status may move on. */
export function updateDocument(
  scene: DocumentScene,
  existing: LedgerDocument,
  input: DocumentInput,
): Outcome<LedgerDocument> {
  const asked = input.Status === undefined ? existing.status : statusNamed(input.Status);
  const status = existing.status === 'PAID' && asked === 'AUTHORISED' ? 'PAID' : asked;
  const messages = checkEditable(scene.book, existing, { input, status });
  if (messages.length > 0 || status === undefined) return refuse(...messages);
  const isGone = status === 'VOIDED' || status === 'DELETED';
  return isGone ? remove(scene, existing, status) : store(scene, { base: existing, input, status });
}

/** Updates the document with the id or number given, else creates it (POST on the collection). */
export function upsertDocument(
  scene: DocumentScene,
  kind: DocumentKind,
  input: DocumentInput,
): Outcome<LedgerDocument> {
  const id = kind === 'invoice' ? input.InvoiceID : input.CreditNoteID;
  const number = kind === 'invoice' ? input.InvoiceNumber : input.CreditNoteNumber;
  const existing = findDocument(scene.book, kind, id || number);
  if (existing !== undefined) return updateDocument(scene, existing, input);
  return id ? refuse(notFound[kind]) : createDocument(scene, kind, input);
}

const creatable = new Set<DocumentStatus>(['DRAFT', 'SUBMITTED', 'AUTHORISED']);

const notFound: Record<DocumentKind, string> = {
  invoice: 'Invoice could not be found',
  creditNote: 'The specified CreditNoteID could not be found',
};

const typesOf: Record<DocumentKind, readonly DocumentType[]> = {
  invoice: ['ACCREC', 'ACCPAY'],
  creditNote: ['ACCRECCREDIT', 'ACCPAYCREDIT'],
};

interface Intent {
  readonly base: LedgerDocument;
  readonly input: DocumentInput;
  readonly status: DocumentStatus;
}

function store(scene: DocumentScene, intent: Intent): Outcome<LedgerDocument> {
  const { book, stamp } = scene;
  const { base, input, status } = intent;
  const contact = contactFor(scene, intent);
  const lineAmountTypes = lineAmountTypesNamed(input.LineAmountTypes ?? base.lineAmountTypes);
  if (lineAmountTypes === undefined) {
    return refuse('LineAmountTypes must be one of Inclusive, Exclusive or NoTax.');
  }
  const lines = linesFor(scene, { ...intent, lineAmountTypes });
  const draft = mergeHeader(book, intent, {
    lineAmountTypes,
    contact: contact.ok ? contact.value : undefined,
  });
  const document = withLines(draft, lines.ok ? lines.value : undefined, stamp.nowEpochMs);
  const messages = [
    ...(contact.ok ? [] : contact.messages),
    ...(lines.ok ? [] : lines.messages),
    ...checkDocument(book, document),
  ];
  if (messages.length > 0) return refuse(...messages);
  const isNew = !book.documents.has(document.id);
  book.documents.set(document.id, document);
  markAsCustomer(book, document);
  recordHistory(scene, document.id, {
    changes: isNew ? 'Created' : status === base.status ? 'Edited' : 'Approved',
    details: `${document.number} to ${contact.ok ? contact.value.name : ''}`,
  });
  return { ok: true, value: document };
}

function contactFor(scene: Scene, intent: Intent): Outcome<Contact> {
  const kept = scene.book.contacts.get(intent.base.contactId);
  return intent.input.Contact === undefined && kept !== undefined
    ? { ok: true, value: kept }
    : resolveDocumentContact(scene, intent.input.Contact);
}

function linesFor(
  scene: DocumentScene,
  intent: Intent & { readonly lineAmountTypes: LineAmountTypes },
): Outcome<readonly ComputedLine[] | undefined> {
  const { base, input, status, lineAmountTypes } = intent;
  if (input.LineItems === undefined) return { ok: true, value: undefined };
  const knownIds = new Set(base.lines.map((line) => line.lineItemId));
  // A line id that the document does not have is not kept: Xero deletes and re-creates such lines.
  const inputs = input.LineItems.map((line) =>
    line.LineItemID && knownIds.has(line.LineItemID.toLowerCase())
      ? line
      : { ...line, LineItemID: undefined },
  );
  return computeLines(scene.book, inputs, {
    isSale: base.type === 'ACCREC' || base.type === 'ACCRECCREDIT',
    lineAmountTypes,
    isDraft: status === 'DRAFT',
    unitPlaces: scene.unitPlaces,
    uuid: scene.stamp.uuid,
  });
}

function mergeHeader(
  book: Book,
  intent: Intent,
  found: { readonly lineAmountTypes: LineAmountTypes; readonly contact: Contact | undefined },
): LedgerDocument {
  const { base, input, status } = intent;
  const number = base.kind === 'invoice' ? input.InvoiceNumber : input.CreditNoteNumber;
  return {
    ...base,
    status,
    number: number || base.number || nextNumber(book, base),
    contactId: found.contact?.contactId ?? base.contactId,
    lineAmountTypes: found.lineAmountTypes,
    day: input.Date ?? base.day,
    dueDay: input.DueDate ?? base.dueDay,
    reference: input.Reference ?? base.reference,
    currencyCode: input.CurrencyCode ?? base.currencyCode,
    url: input.Url ?? base.url,
    sentToContact: input.SentToContact ?? base.sentToContact,
  };
}

function withLines(
  document: LedgerDocument,
  computed: readonly ComputedLine[] | undefined,
  updatedEpochMs: number,
): LedgerDocument {
  if (computed === undefined) return { ...document, updatedEpochMs };
  const totals = computeTotals(computed, document.lineAmountTypes);
  const isSettled = document.status === 'AUTHORISED' && totals.totalMinor === 0n;
  return {
    ...document,
    lines: computed,
    totals,
    status: isSettled ? 'PAID' : document.status,
    fullyPaidDay: isSettled ? document.day : document.fullyPaidDay,
    updatedEpochMs,
  };
}

function remove(
  scene: Scene,
  existing: LedgerDocument,
  status: 'VOIDED' | 'DELETED',
): Outcome<LedgerDocument> {
  const value = { ...existing, status, updatedEpochMs: scene.stamp.nowEpochMs };
  scene.book.documents.set(value.id, value);
  const changes = status === 'VOIDED' ? 'Voided' : 'Deleted';
  recordHistory(scene, value.id, { changes, details: value.number });
  return { ok: true, value };
}

function markAsCustomer(book: Book, document: LedgerDocument): void {
  const contact = book.contacts.get(document.contactId);
  if (contact !== undefined && !contact.isCustomer && document.type.startsWith('ACCREC')) {
    book.contacts.set(contact.contactId, { ...contact, isCustomer: true });
  }
}

function blankDocument(
  { book, stamp }: Scene,
  kind: DocumentKind,
  type: DocumentType,
): LedgerDocument {
  return {
    kind,
    type,
    id: stamp.uuid(),
    number: '',
    reference: '',
    contactId: '',
    day: toDay(stamp.nowEpochMs),
    dueDay: undefined,
    status: 'DRAFT',
    lineAmountTypes: 'Exclusive',
    currencyCode: book.organisation.baseCurrency,
    url: undefined,
    sentToContact: false,
    lines: [],
    totals: { subTotalMinor: 0n, totalTaxMinor: 0n, totalMinor: 0n, totalDiscountMinor: 0n },
    fullyPaidDay: undefined,
    updatedEpochMs: stamp.nowEpochMs,
  };
}

// Bills keep the supplier's number or none; the rest is numbered in the organisation's own series.
function nextNumber(book: Book, { kind, type }: LedgerDocument): string {
  if (type === 'ACCPAY') return '';
  const prefix = kind === 'invoice' ? 'INV-' : 'CN-';
  const numbers = [...book.documents.values()].flatMap((document) =>
    document.kind === kind && /^(INV|CN)-\d{1,9}$/.test(document.number)
      ? [Number(document.number.replace(prefix, ''))]
      : [],
  );
  return prefix + String(Math.max(0, ...numbers.filter(Number.isFinite)) + 1).padStart(4, '0');
}

function statusNamed(name: string): DocumentStatus | undefined {
  return statuses.find((status) => status === name);
}

function typeNamed(kind: DocumentKind, name: string | undefined): DocumentType | undefined {
  return typesOf[kind].find((type) => type === name);
}

function lineAmountTypesNamed(name: string): LineAmountTypes | undefined {
  return lineAmountTypeNames.find((each) => each.toLowerCase() === name.toLowerCase());
}

const statuses: readonly DocumentStatus[] = [
  'DRAFT',
  'SUBMITTED',
  'AUTHORISED',
  'PAID',
  'VOIDED',
  'DELETED',
];
const lineAmountTypeNames: readonly LineAmountTypes[] = ['Inclusive', 'Exclusive', 'NoTax'];
