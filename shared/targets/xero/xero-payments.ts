import type { PaymentDraft } from '../../domain/ledger/drafts.ts';
import type { LedgerPayment, LedgerPayments } from '../../ports/ledger/payments.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import type { XeroApi } from './xero-api.ts';
import { paymentBody } from './xero-bodies.ts';
import { readInvoices } from './xero-invoice-reads.ts';
import type { XeroLookUps } from './xero-look-ups.ts';
import { readLedgerPayment } from './xero-readers.ts';
import { xeroPayment } from './xero-resources.ts';
import { mapWritten, unanswered } from './xero-written.ts';

export class XeroPayments implements LedgerPayments {
  readonly #api: XeroApi;
  readonly #lookUps: XeroLookUps;

  constructor(api: XeroApi, lookUps: XeroLookUps) {
    this.#api = api;
    this.#lookUps = lookUps;
  }

  async of(invoiceTargetIds: string[]): Promise<Map<string, LedgerPayment[]>> {
    const reads = { api: this.#api, lookUps: this.#lookUps };
    const invoices = await readInvoices(invoiceTargetIds, reads);
    return new Map(
      invoices.map(({ InvoiceID: id, Payments: payments = [], CurrencyCode: currency }) => [
        id,
        payments.map((payment) => readLedgerPayment(payment, currency)),
      ]),
    );
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
