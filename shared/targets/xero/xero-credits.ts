import type { AllocationDraft, CreditNoteDraft } from '../../domain/ledger/drafts.ts';
import type { LedgerCredits } from '../../ports/ledger/credits.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import type { XeroApi } from './xero-api.ts';
import { allocationBody, creditNoteBody } from './xero-bodies.ts';
import { creditNotesByNumber } from './xero-look-up-paths.ts';
import type { XeroLookUps } from './xero-look-ups.ts';
import { minorOf, readLedgerCreditNote } from './xero-readers.ts';
import { xeroAllocation, xeroCreditNote } from './xero-resources.ts';
import { mapWritten, only } from './xero-written.ts';

export class XeroCredits implements LedgerCredits {
  readonly #api: XeroApi;
  readonly #lookUps: XeroLookUps;

  constructor(api: XeroApi, lookUps: XeroLookUps) {
    this.#api = api;
    this.#lookUps = lookUps;
  }

  async find(numbers: string[]): Promise<LedgerDocument[]> {
    const found = await this.#lookUps.find(creditNotesByNumber, numbers);
    // Suppliers' credit notes share the list.
    return found
      .filter((note) => note.Type !== 'ACCPAYCREDIT' && note.Status !== 'DELETED')
      .filter((note) => numbers.includes(note.CreditNoteNumber))
      .map(readLedgerCreditNote);
  }

  async create(drafts: CreditNoteDraft[], key: WriteKey): Promise<Array<Written<LedgerDocument>>> {
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
      .filter(({ Invoice, IsDeleted }) => Invoice.InvoiceID === invoiceTargetId && !IsDeleted)
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
}
