import * as z from 'zod/mini';
import type { XeroSettings } from '../../contracts/provider-settings.ts';
import {
  xeroContact,
  xeroCreditNote,
  xeroElement,
  xeroInvoice,
  xeroPayment,
} from '../../contracts/xero-resources.ts';
import type {
  AllocationDraft,
  Catalogue,
  ContactDraft,
  CreditNoteDraft,
  InvoiceDraft,
  PaymentDraft,
} from '../../domain/ledger/drafts.ts';
import type {
  DocumentKind,
  Ledger,
  LedgerDocument,
  WriteKey,
  Written,
} from '../../ports/ledger.ts';
import type { ProviderCallParts } from '../../runtime/provider-call.ts';
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
  minorOf,
  readLedgerContact,
  readLedgerCreditNote,
  readLedgerInvoice,
  readLedgerPayment,
} from './xero-readers.ts';

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
  readonly #parts: ProviderCallParts;
  readonly #settings: XeroSettings;
  #catalogue: { of: XeroCatalogue; accountId: string } | undefined;

  constructor(settings: XeroSettings, parts: ProviderCallParts) {
    this.#settings = settings;
    this.#parts = parts;
    this.#api = new XeroApi(settings.apiBaseUrl, parts);
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
    const where = anyOf('ContactNumber', contactNumbers);
    if (where === '') return [];
    const found = await this.#api.read(
      `/Contacts?where=${where}&includeArchived=true`,
      'Contacts',
      xeroContact,
    );
    return found.map(readLedgerContact);
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

  async updateContact(targetId: string, draft: ContactDraft, key: WriteKey) {
    const elements = [{ ContactID: targetId, ...contactBody(draft) }];
    const written = await this.#api.write(
      { method: 'POST', path: '/Contacts', key: 'Contacts', elements, idempotencyKey: key },
      xeroContact,
    );
    return mapWritten(only(written), readLedgerContact);
  }

  async findInvoices(numbers: string[]) {
    if (numbers.length === 0) return [];
    const list = numbers.map(encodeURIComponent).join(',');
    const found = await this.#api.read(`/Invoices?InvoiceNumbers=${list}`, 'Invoices', xeroInvoice);
    // Bills share the list, and a deleted draft gives its number free.
    return found
      .filter((invoice) => invoice.Type === 'ACCREC' && invoice.Status !== 'DELETED')
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
    const [invoice] = await this.#api.read(`/Invoices/${targetId}`, 'Invoices', xeroInvoice);
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
    return mapWritten(only(written), readLedgerInvoice);
  }

  async paymentsOf(invoiceTargetId: string) {
    const [invoice] = await this.#api.read(`/Invoices/${invoiceTargetId}`, 'Invoices', xeroInvoice);
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
    const where = anyOf('CreditNoteNumber', numbers);
    if (where === '') return [];
    const found = await this.#api.read(
      `/CreditNotes?where=${where}`,
      'CreditNotes',
      xeroCreditNote,
    );
    return found.filter((note) => note.Status !== 'DELETED').map(readLedgerCreditNote);
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
    const [note] = await this.#api.read(
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
      xeroElement,
    );
    return mapWritten(only(written), () => true);
  }

  async historyNotes(kind: DocumentKind, targetId: string): Promise<string[]> {
    const path = `${documentPaths[kind].api}/${targetId}/History`;
    const record = z.looseObject({ Details: z.nullish(z.string()) });
    const records = await this.#api.read(path, 'HistoryRecords', record);
    return records.flatMap((found) => found.Details ?? []);
  }

  async addHistoryNote(
    kind: DocumentKind,
    targetId: string,
    note: { text: string; key: WriteKey },
  ) {
    await this.#api.write(
      {
        method: 'PUT',
        path: `${documentPaths[kind].api}/${targetId}/History`,
        key: 'HistoryRecords',
        elements: [{ Details: note.text }],
        idempotencyKey: note.key,
      },
      xeroElement,
    );
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

/**
 * Xero's filter language. It has no sure way to quote `"` and `\`: values with them are left away. An
 * empty filter would select everything, hence the caller asks nothing then.
 */
function anyOf(field: string, values: string[]): string {
  const clauses = values
    .filter((value) => !/["\\]/.test(value))
    .map((value) => `${field}=="${value}"`);
  return encodeURIComponent(clauses.join(' OR '));
}

function mapWritten<A, B>(written: Written<A>, map: (value: A) => B): Written<B> {
  return written.ok ? { ok: true, value: map(written.value) } : written;
}

/** The ledger said nothing of an element; the same as a refusal without a reason. */
const unanswered = { ok: false, cause: 'ledger_rejected', detail: '' } as const;

function only<T>(written: Array<Written<T>>): Written<T> {
  return written[0] ?? unanswered;
}
