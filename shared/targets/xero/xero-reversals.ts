import { isOutOfBooks } from '../../domain/apply/out-of-books.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import type { LedgerReversals } from '../../ports/ledger/reversals.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import type { XeroApi } from './xero-api.ts';
import { readLedgerCreditNote } from './xero-readers.ts';
import { xeroCreditNote } from './xero-resources.ts';
import { mapWritten, only } from './xero-written.ts';

export class XeroReversals implements LedgerReversals {
  readonly #api: XeroApi;

  constructor(api: XeroApi) {
    this.#api = api;
  }

  async get(creditNoteTargetId: string): Promise<LedgerDocument | undefined> {
    const note = await this.#read(creditNoteTargetId);
    return note && readLedgerCreditNote(note);
  }

  /** Xero knows each allocation by an id of its own; between one note and one invoice there is mostly one. */
  async unset(
    {
      creditNoteTargetId,
      invoiceTargetId,
    }: { creditNoteTargetId: string; invoiceTargetId: string },
    key: WriteKey,
  ): Promise<Written<true>> {
    const { Allocations: allocations = [] } = (await this.#read(creditNoteTargetId)) ?? {};
    const standing = allocations.filter(
      ({ Invoice, IsDeleted }) => Invoice.InvoiceID === invoiceTargetId && IsDeleted !== true,
    );
    for (const { AllocationID: id } of standing) {
      if (!id) return { ok: false, cause: 'status_forbids_change', detail: '' };
      // By its id: after half of them were taken off, the first one left is another call.
      const removed = await this.#api.remove(
        `/CreditNotes/${creditNoteTargetId}/Allocations/${id}`,
        { ...key, value: `${key.value}-${id}` },
      );
      if (!removed.ok) return removed;
    }
    return { ok: true, value: true };
  }

  async void(
    { creditNoteTargetId, isDraft }: { creditNoteTargetId: string; isDraft: boolean },
    key: WriteKey,
  ): Promise<Written<LedgerDocument>> {
    const written = await this.#api.write(
      {
        method: 'POST',
        path: `/CreditNotes/${creditNoteTargetId}`,
        key: 'CreditNotes',
        // Xero voids only what was approved, and deletes only what was not.
        elements: [{ CreditNoteID: creditNoteTargetId, Status: isDraft ? 'DELETED' : 'VOIDED' }],
        idempotencyKey: key,
      },
      xeroCreditNote,
    );
    const voided = mapWritten(only(written), readLedgerCreditNote);
    if (!voided.ok || isOutOfBooks(voided.value)) return voided;
    return { ok: false, cause: 'status_forbids_change', detail: '' };
  }

  async #read(creditNoteTargetId: string) {
    const path = `/CreditNotes/${creditNoteTargetId}`;
    const [note] = await this.#api.readOne(path, 'CreditNotes', xeroCreditNote);
    return note;
  }
}
