import { isOutOfBooks } from '../../domain/apply/out-of-books.ts';
import type { InvoiceDraft } from '../../domain/ledger/drafts.ts';
import type { LedgerDocument, LedgerInvoices } from '../../ports/ledger/documents.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import type { XeroApi } from './xero-api.ts';
import { invoiceBody } from './xero-bodies.ts';
import { readInvoices } from './xero-invoice-reads.ts';
import { invoicesByNumber } from './xero-look-up-paths.ts';
import type { XeroLookUps } from './xero-look-ups.ts';
import { readLedgerInvoice } from './xero-readers.ts';
import { xeroInvoice } from './xero-resources.ts';
import { mapWritten, only } from './xero-written.ts';

export class XeroInvoices implements LedgerInvoices {
  readonly #api: XeroApi;
  readonly #lookUps: XeroLookUps;

  constructor(api: XeroApi, lookUps: XeroLookUps) {
    this.#api = api;
    this.#lookUps = lookUps;
  }

  async find(numbers: string[]): Promise<LedgerDocument[]> {
    const found = await this.#lookUps.find(invoicesByNumber, numbers);
    // Bills share the list, and a deleted draft gives its number free.
    return found
      .filter((invoice) => invoice.Type === 'ACCREC' && invoice.Status !== 'DELETED')
      .filter((invoice) => numbers.includes(invoice.InvoiceNumber))
      .map(readLedgerInvoice);
  }

  async get(targetId: string): Promise<LedgerDocument | undefined> {
    const [invoice] = await this.getMany([targetId]);
    return invoice;
  }

  async getMany(targetIds: string[]): Promise<LedgerDocument[]> {
    const found = await readInvoices(targetIds, { api: this.#api, lookUps: this.#lookUps });
    return found.map(readLedgerInvoice);
  }

  async create(drafts: InvoiceDraft[], key: WriteKey): Promise<Array<Written<LedgerDocument>>> {
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

  async void(
    { targetId, isDraft }: { targetId: string; isDraft: boolean },
    key: WriteKey,
  ): Promise<Written<LedgerDocument>> {
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
}

/** An answer that shows the document in the books as before is no success, whatever its marks say. */
function gone(written: Written<LedgerDocument>): Written<LedgerDocument> {
  if (!written.ok || isOutOfBooks(written.value)) return written;
  return { ok: false, cause: 'status_forbids_change', detail: '' };
}
