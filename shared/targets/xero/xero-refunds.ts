import type { RefundDraft } from '../../domain/ledger/drafts.ts';
import type { LedgerPayment } from '../../ports/ledger/payments.ts';
import type { LedgerRefunds } from '../../ports/ledger/refunds.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import type { XeroApi } from './xero-api.ts';
import { refundBody } from './xero-bodies.ts';
import { readLedgerPayment } from './xero-readers.ts';
import { xeroCreditNote, xeroPayment } from './xero-resources.ts';
import { mapWritten, only } from './xero-written.ts';

/** A refund is a payment at Xero, of a credit note instead of an invoice. */
export class XeroRefunds implements LedgerRefunds {
  readonly #api: XeroApi;

  constructor(api: XeroApi) {
    this.#api = api;
  }

  async of(creditNoteTargetId: string): Promise<LedgerPayment[]> {
    const path = `/CreditNotes/${creditNoteTargetId}`;
    const [note] = await this.#api.readOne(path, 'CreditNotes', xeroCreditNote);
    if (note === undefined) return [];
    const { Payments: payments, CurrencyCode: currency } = note;
    return (payments ?? []).map((payment) => readLedgerPayment(payment, currency));
  }

  async create(draft: RefundDraft, key: WriteKey): Promise<Written<LedgerPayment>> {
    const written = await this.#api.write(
      {
        method: 'PUT',
        path: '/Payments',
        key: 'Payments',
        elements: [refundBody(draft)],
        idempotencyKey: key,
      },
      xeroPayment,
    );
    return mapWritten(only(written), (payment) => readLedgerPayment(payment, draft.currency));
  }
}
