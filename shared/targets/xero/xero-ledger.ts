import { isOutOfBooks } from '../../domain/apply/out-of-books.ts';
import type {
  AllocationDraft,
  Catalogue,
  ContactChange,
  ContactDraft,
  CreditNoteDraft,
  InvoiceDraft,
  PaymentDraft,
} from '../../domain/ledger/drafts.ts';
import type { DocumentKind, Ledger, LedgerDocument, TargetedChange } from '../../ports/ledger.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import type { ProviderCallParts } from '../../runtime/provider-call.ts';
import type { XeroSettings } from './settings.ts';
import { XeroApi } from './xero-api.ts';
import {
  allocationBody,
  contactBody,
  creditNoteBody,
  invoiceBody,
  paymentBody,
} from './xero-bodies.ts';
import { XeroCatalogue } from './xero-catalogue.ts';
import {
  contactsById,
  contactsByName,
  contactsByNumber,
  creditNotesByNumber,
  invoicesByNumber,
} from './xero-look-up-paths.ts';
import { XeroLookUps } from './xero-look-ups.ts';
import {
  minorOf,
  readLedgerContact,
  readLedgerCreditNote,
  readLedgerInvoice,
  readLedgerPayment,
} from './xero-readers.ts';
import {
  xeroAllocation,
  xeroContact,
  xeroCreditNote,
  xeroHistoryRecord,
  xeroInvoice,
  xeroPayment,
} from './xero-resources.ts';

const documentPaths: Record<DocumentKind, { api: string; page: string }> = {
  invoice: { api: '/Invoices', page: '/AccountsReceivable/View.aspx?InvoiceID=' },
  credit_note: {
    api: '/CreditNotes',
    page: '/AccountsReceivable/ViewCreditNote.aspx?creditNoteID=',
  },
};

/** Xero's accounting API for one operator, in the words of the `Ledger` port. */
export class XeroLedger implements Ledger {
  /** Xero advises 50 per call; more make a call slow enough to time out. */
  readonly elementsPerCall = 50;
  readonly #api: XeroApi;
  readonly #lookUps: XeroLookUps;
  readonly #parts: ProviderCallParts;
  readonly #settings: XeroSettings;
  #catalogue: { of: XeroCatalogue; accountId: string } | undefined;

  constructor(settings: XeroSettings, parts: ProviderCallParts) {
    this.#settings = settings;
    this.#parts = parts;
    this.#api = new XeroApi(settings.apiBaseUrl, parts);
    this.#lookUps = new XeroLookUps(this.#api);
  }

  async catalogue(): Promise<Catalogue> {
    const { accountId } = await this.#parts.tokens.get(this.#parts);
    if (this.#catalogue?.accountId !== accountId)
      this.#catalogue = { of: new XeroCatalogue(this.#api, this.#parts.clock), accountId };
    return this.#catalogue.of.read();
  }

  forgetCatalogue(untilEpochMs: number): void {
    this.#catalogue?.of.forget(untilEpochMs);
  }

  forgetTracking(): void {
    this.#catalogue?.of.forgetTracking();
  }

  async findContacts(contactNumbers: string[]) {
    const found = await this.#lookUps.find(contactsByNumber, contactNumbers);
    return found.map(readLedgerContact).filter((contact) => {
      return contact.contactNumber !== undefined && contactNumbers.includes(contact.contactNumber);
    });
  }

  async findContactsByName(names: string[]) {
    return (await this.#lookUps.find(contactsByName, names)).map(readLedgerContact);
  }

  async findContactsById(targetIds: string[]) {
    return (await this.#lookUps.find(contactsById, targetIds)).map(readLedgerContact);
  }

  async createContacts(drafts: ContactDraft[], key: WriteKey) {
    const written = await this.#api.write(
      {
        method: 'PUT',
        path: '/Contacts',
        key: 'Contacts',
        elements: drafts.map(contactBody),
        idempotencyKey: key,
      },
      xeroContact,
    );
    return written.map((element) => mapWritten(element, readLedgerContact));
  }

  async updateContact(targetId: string, draft: ContactChange, key: WriteKey) {
    return only(await this.updateContacts([{ targetId, draft }], key));
  }

  async updateContacts(changes: TargetedChange[], key: WriteKey) {
    const elements = changes.map(({ targetId, draft }) => ({
      ContactID: targetId,
      ...contactBody(draft),
    }));
    const written = await this.#api.write(
      { method: 'POST', path: '/Contacts', key: 'Contacts', elements, idempotencyKey: key },
      xeroContact,
    );
    return written.map((element) => mapWritten(element, readLedgerContact));
  }

  async findInvoices(numbers: string[]) {
    const found = await this.#lookUps.find(invoicesByNumber, numbers);
    // Bills share the list, and a deleted draft gives its number free.
    return found
      .filter((invoice) => invoice.Type === 'ACCREC' && invoice.Status !== 'DELETED')
      .filter((invoice) => numbers.includes(invoice.InvoiceNumber))
      .map(readLedgerInvoice);
  }

  async createInvoices(drafts: InvoiceDraft[], key: WriteKey) {
    // PUT creates only. POST would overwrite an invoice that somebody entered under the same number.
    const written = await this.#api.write(
      {
        method: 'PUT',
        path: '/Invoices?unitdp=4',
        key: 'Invoices',
        elements: drafts.map(invoiceBody),
        idempotencyKey: key,
      },
      xeroInvoice,
    );
    return written.map((element) => mapWritten(element, readLedgerInvoice));
  }

  async findInvoice(targetId: string): Promise<LedgerDocument | undefined> {
    const [invoice] = await this.#api.readOne(`/Invoices/${targetId}`, 'Invoices', xeroInvoice);
    return invoice && readLedgerInvoice(invoice);
  }

  async voidInvoice({ targetId, isDraft }: { targetId: string; isDraft: boolean }, key: WriteKey) {
    const written = await this.#api.write(
      {
        method: 'POST',
        path: `/Invoices/${targetId}`,
        key: 'Invoices',
        // Xero voids only what was approved, and deletes only what was not.
        elements: [{ InvoiceID: targetId, Status: isDraft ? 'DELETED' : 'VOIDED' }],
        idempotencyKey: key,
      },
      xeroInvoice,
    );
    return gone(mapWritten(only(written), readLedgerInvoice));
  }

  async paymentsOf(invoiceTargetId: string) {
    const [invoice] = await this.#api.readOne(
      `/Invoices/${invoiceTargetId}`,
      'Invoices',
      xeroInvoice,
    );
    if (invoice === undefined) return [];
    const { Payments: payments = [], CurrencyCode: currency } = invoice;
    return payments.map((payment) => readLedgerPayment(payment, currency));
  }

  async createPayments(drafts: PaymentDraft[], key: WriteKey) {
    const written = await this.#api.write(
      {
        method: 'PUT',
        path: '/Payments',
        key: 'Payments',
        elements: drafts.map(paymentBody),
        idempotencyKey: key,
      },
      xeroPayment,
    );
    return drafts.map(({ currency }, index) =>
      mapWritten(written[index] ?? unanswered, (payment) => readLedgerPayment(payment, currency)),
    );
  }

  async findCreditNotes(numbers: string[]) {
    const found = await this.#lookUps.find(creditNotesByNumber, numbers);
    // Suppliers' credit notes share the list.
    return found
      .filter((note) => note.Type !== 'ACCPAYCREDIT' && note.Status !== 'DELETED')
      .filter((note) => numbers.includes(note.CreditNoteNumber))
      .map(readLedgerCreditNote);
  }

  async createCreditNotes(drafts: CreditNoteDraft[], key: WriteKey) {
    const written = await this.#api.write(
      {
        method: 'PUT',
        path: '/CreditNotes?unitdp=4',
        key: 'CreditNotes',
        elements: drafts.map(creditNoteBody),
        idempotencyKey: key,
      },
      xeroCreditNote,
    );
    return written.map((element) => mapWritten(element, readLedgerCreditNote));
  }

  async allocatedTo(creditNoteTargetId: string, invoiceTargetId: string): Promise<number> {
    const [note] = await this.#api.readOne(
      `/CreditNotes/${creditNoteTargetId}`,
      'CreditNotes',
      xeroCreditNote,
    );
    if (note === undefined) return 0;
    const { Allocations: allocations = [], CurrencyCode: currency } = note;
    return allocations
      .filter((allocation) => allocation.Invoice.InvoiceID === invoiceTargetId)
      .reduce((sum, allocation) => sum + minorOf(allocation.Amount, currency), 0);
  }

  async allocate(draft: AllocationDraft, key: WriteKey): Promise<Written<true>> {
    const path = `/CreditNotes/${draft.creditNoteTargetId}/Allocations`;
    const written = await this.#api.write(
      {
        method: 'PUT',
        path,
        key: 'Allocations',
        elements: [allocationBody(draft)],
        idempotencyKey: key,
      },
      xeroAllocation,
    );
    return mapWritten(only(written), () => true);
  }

  async historyNotes(kind: DocumentKind, targetId: string): Promise<string[]> {
    const path = `${documentPaths[kind].api}/${targetId}/History`;
    const records = await this.#api.readOne(path, 'HistoryRecords', xeroHistoryRecord);
    return records.flatMap((found) => found.Details ?? []);
  }

  async addHistoryNote(
    kind: DocumentKind,
    targetId: string,
    note: { text: string; key: WriteKey },
  ): Promise<Written<true>> {
    const written = await this.#api.write(
      {
        method: 'PUT',
        path: `${documentPaths[kind].api}/${targetId}/History`,
        key: 'HistoryRecords',
        elements: [{ Details: note.text }],
        idempotencyKey: note.key,
      },
      xeroHistoryRecord,
    );
    return mapWritten(only(written), () => true);
  }

  async createTrackingCategory(name: string, key: WriteKey): Promise<Written<true>> {
    return this.#createTracking('/TrackingCategories', 'TrackingCategories', { name, key });
  }

  async createTrackingOption(
    categoryId: string,
    name: string,
    key: WriteKey,
  ): Promise<Written<true>> {
    return this.#createTracking(`/TrackingCategories/${categoryId}/Options`, 'Options', {
      name,
      key,
    });
  }

  documentUrl(kind: DocumentKind, targetId: string): string {
    return `${this.#settings.appBaseUrl}${documentPaths[kind].page}${targetId}`;
  }

  async #createTracking(
    path: string,
    key: string,
    entry: { name: string; key: WriteKey },
  ): Promise<Written<true>> {
    return this.#api.writeSingle({
      path,
      key,
      body: { Name: entry.name },
      idempotencyKey: entry.key,
    });
  }
}

function mapWritten<A, B>(written: Written<A>, map: (value: A) => B): Written<B> {
  return written.ok ? { ok: true, value: map(written.value) } : written;
}

/** An answer that shows the document in the books as before is no success, whatever its marks say. */
function gone(written: Written<LedgerDocument>): Written<LedgerDocument> {
  if (!written.ok || isOutOfBooks(written.value)) return written;
  return { ok: false, cause: 'status_forbids_change', detail: '' };
}
/** The ledger said nothing of an element; the same as a refusal without a reason. */
const unanswered = { ok: false, cause: 'ledger_rejected', detail: '' } as const;

function only<T>(written: Array<Written<T>>): Written<T> {
  return written[0] ?? unanswered;
}
