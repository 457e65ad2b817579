import * as z from 'zod/mini';
import type { DocumentKind } from '../../contracts/ids.ts';
import type {
  ChangedContact,
  ChangedDocument,
  ChangedPage,
  ChangedPlace,
  LedgerChanges,
} from '../../ports/ledger/changes.ts';
import type { XeroApi } from './xero-api.ts';
import { readLedgerContact, readLedgerCreditNote, readLedgerInvoice } from './xero-readers.ts';
import { xeroContact, xeroCreditNote, xeroInvoice } from './xero-resources.ts';

/** What Xero gives at once where nobody asks for more. */
const pageSize = 100;

const changed = { UpdatedDateUTC: z.nullish(z.string()) };
const changedInvoice = z.extend(xeroInvoice, changed);
const changedCreditNote = z.extend(xeroCreditNote, changed);
const changedContact = z.extend(xeroContact, changed);

/** Lists of what was changed since (`If-Modified-Since`), in the order in which it was. */
export class XeroChanges implements LedgerChanges {
  readonly #api: XeroApi;

  constructor(api: XeroApi) {
    this.#api = api;
  }

  async documents(kind: DocumentKind, place: ChangedPlace): Promise<ChangedPage<ChangedDocument>> {
    return kind === 'invoice' ? this.#invoices(place) : this.#creditNotes(place);
  }

  async contacts(place: ChangedPlace): Promise<ChangedPage<ChangedContact>> {
    const path = `/Contacts?includeArchived=true&${paged(place)}`;
    const found = await this.#api.readChanged(path, 'Contacts', {
      element: changedContact,
      sinceEpochMs: place.sinceEpochMs,
    });
    return pageOf(found, (contact) => ({ ...readLedgerContact(contact), ...whenOf(contact) }));
  }

  async #invoices(place: ChangedPlace): Promise<ChangedPage<ChangedDocument>> {
    const found = await this.#api.readChanged(`/Invoices?${paged(place)}`, 'Invoices', {
      element: changedInvoice,
      sinceEpochMs: place.sinceEpochMs,
    });
    const { records, isLast } = pageOf(found, (invoice) => ({
      type: invoice.Type,
      document: { ...readLedgerInvoice(invoice), ...whenOf(invoice) },
    }));
    // Bills share the list.
    const own = records.filter(({ type }) => type === 'ACCREC');
    return { records: own.map(({ document }) => document), isLast };
  }

  async #creditNotes(place: ChangedPlace): Promise<ChangedPage<ChangedDocument>> {
    const found = await this.#api.readChanged(`/CreditNotes?${paged(place)}`, 'CreditNotes', {
      element: changedCreditNote,
      sinceEpochMs: place.sinceEpochMs,
    });
    return pageOf(found, (note) => ({ ...readLedgerCreditNote(note), ...whenOf(note) }));
  }
}

/** What changes meanwhile goes to the end, and comes once more instead of never. */
function paged({ page }: ChangedPlace): string {
  return `page=${page}&pageSize=${pageSize}&order=${encodeURIComponent('UpdatedDateUTC ASC')}`;
}

function pageOf<From, To>(found: From[], read: (one: From) => To): ChangedPage<To> {
  return { records: found.map(read), isLast: found.length < pageSize };
}

/** `/Date(1764489600000+0000)/`: the milliseconds are UTC, whatever stands behind them. */
function whenOf({ UpdatedDateUTC: text }: { UpdatedDateUTC?: string | null | undefined }) {
  const [, digits] = /\/Date\((\d+)(?:[+-]\d{4})?\)\//.exec(text ?? '') ?? [];
  const iso = Date.parse(text ?? '');
  const parsed = digits === undefined ? iso : Number(digits);
  return { changedAtEpochMs: Number.isNaN(parsed) ? undefined : parsed };
}
