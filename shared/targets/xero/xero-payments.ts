import type { PaymentDraft } from '../../domain/ledger/drafts.ts';
import type { LedgerPayment, LedgerPayments } from '../../ports/ledger/payments.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import type { XeroApi } from './xero-api.ts';
import { paymentBody } from './xero-bodies.ts';
import { readLedgerPayment } from './xero-readers.ts';
import { xeroInvoice, xeroPayment } from './xero-resources.ts';
import { mapWritten, unanswered } from './xero-written.ts';

export class XeroPayments implements LedgerPayments {
  readonly #api: XeroApi;

  constructor(api: XeroApi) {
    this.#api = api;
  }

  async of(invoiceTargetId: string): Promise<LedgerPayment[]> {
    const [invoice] = await this.#api.readOne(
      `/Invoices/${invoiceTargetId}`,
      'Invoices',
      xeroInvoice,
    );
    if (invoice === undefined) return [];
    const { Payments: payments = [], CurrencyCode: currency } = invoice;
    return payments.map((payment) => readLedgerPayment(payment, currency));
  }

  async create(drafts: PaymentDraft[], key: WriteKey): Promise<Array<Written<LedgerPayment>>> {
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
}
