import * as z from 'zod/mini';
import type { DocumentKind } from '../../contracts/ids.ts';
import { ProviderError } from '../../domain/errors/errors.ts';
import { optional } from '../../domain/source/optional.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import type {
  LedgerPeriods,
  PeriodPage,
  PeriodPayment,
  PeriodPlace,
} from '../../ports/ledger/periods.ts';
import { tooSlow, type XeroApi } from './xero-api.ts';
import { dayOf } from './xero-catalogue.ts';
import {
  minorOf,
  readLedgerCreditNote,
  readLedgerInvoice,
  readLinesWithTax,
} from './xero-readers.ts';
import { xeroCreditNote, xeroInvoice, xeroPayment } from './xero-resources.ts';

/** What Xero gives at once where nobody asks for more. */
const pageSize = 100;

/** A payment in the list of payments, with what it was made for and into which account. */
const listedPayment = z.extend(xeroPayment, {
  Date: z.nullish(z.string()),
  PaymentType: z.nullish(z.string()),
  Account: z.nullish(z.looseObject({ Code: z.nullish(z.string()) })),
  Invoice: z.nullish(
    z.looseObject({
      InvoiceID: z.nullish(z.string()),
      CurrencyCode: z.nullish(z.string()),
    }),
  ),
});
type ListedPayment = z.infer<typeof listedPayment>;

interface List {
  path: string;
  key: string;
  /** Beside the days; also in organisations of high volume these filters and orders are quick. */
  where: string;
  order: string;
}

const invoices: List = {
  path: '/Invoices',
  key: 'Invoices',
  // Bills share the list.
  where: 'Type=="ACCREC"',
  order: 'InvoiceID ASC',
};
const creditNotes: List = {
  path: '/CreditNotes',
  key: 'CreditNotes',
  where: 'Type=="ACCRECCREDIT"',
  order: 'CreditNoteID ASC',
};
const payments: List = {
  path: '/Payments',
  key: 'Payments',
  where: 'Status=="AUTHORISED"',
  order: 'PaymentID ASC',
};

/**
 * Lists by the day of the documents. They are in the order of their ids: what comes in between while pages
 * are read moves others to a later page, where they come once more instead of never.
 */
export class XeroPeriods implements LedgerPeriods {
  readonly #api: XeroApi;

  constructor(api: XeroApi) {
    this.#api = api;
  }

  async documents(kind: DocumentKind, place: PeriodPlace): Promise<PeriodPage<LedgerDocument>> {
    if (kind === 'invoice') return pageOf(await this.#read(invoices, place), readInvoice);
    return pageOf(await this.#read(creditNotes, place), readCreditNote);
  }

  async payments(place: PeriodPlace): Promise<PeriodPage<PeriodPayment>> {
    const { records, ...page } = pageOf(await this.#read(payments, place), readPayment);
    return { ...page, records: records.filter((record) => record !== undefined) };
  }

  async #read(list: List, place: PeriodPlace): Promise<unknown[]> {
    const { fromDay, beforeDay, page } = place;
    const days = `Date>=${dateTime(fromDay)} AND Date<${dateTime(beforeDay)}`;
    const where = encodeURIComponent(`${list.where} AND ${days}`);
    const order = encodeURIComponent(list.order);
    const path = `${list.path}?where=${where}&order=${order}&page=${page}&pageSize=${pageSize}`;
    const found = await this.#api.readFiltered(path, list.key, z.unknown());
    if (found === tooSlow) throw unlistable();
    return found;
  }
}

/** One that cannot be read is counted: it must not keep all others from being compared. */
function pageOf<T>(found: unknown[], read: (record: unknown) => T): PeriodPage<T> {
  const records = found.flatMap((record) => {
    try {
      return [read(record)];
    } catch {
      // Recovery: whoever asked is told how many are missing.
      return [];
    }
  });
  const unreadable = found.length - records.length;
  return { records, unreadable, isLast: found.length < pageSize };
}

function readInvoice(record: unknown): LedgerDocument {
  const invoice = z.parse(xeroInvoice, record);
  const { lines: _lines, ...document } = readLedgerInvoice(invoice);
  return { ...document, ...optional('lines', readLinesWithTax(invoice)) };
}

function readCreditNote(record: unknown): LedgerDocument {
  const note = z.parse(xeroCreditNote, record);
  const { lines: _lines, ...document } = readLedgerCreditNote(note);
  return { ...document, ...optional('lines', readLinesWithTax(note)) };
}

/** Undefined: it is of a bill, a credit note, or money on account. */
function readPayment(record: unknown): PeriodPayment | undefined {
  const payment: ListedPayment = z.parse(listedPayment, record);
  const { Invoice: invoice, PaymentType: type } = payment;
  if (!invoice?.InvoiceID || (type && type !== 'ACCRECPAYMENT')) return undefined;
  return {
    targetId: payment.PaymentID,
    invoiceTargetId: invoice.InvoiceID,
    accountCode: payment.Account?.Code || undefined,
    amountMinor: minorOf(payment.Amount, invoice.CurrencyCode || usualCurrency),
    day: dayOf(payment.Date),
    reference: payment.Reference || undefined,
  };
}

/** Only for its two digits, where a payment names no currency. */
const usualCurrency = 'EUR';

function dateTime(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `DateTime(${year},${month},${date})`;
}

/** Nothing may be concluded from a list that was not given. */
function unlistable(): ProviderError {
  return new ProviderError({
    provider: 'xero',
    status: undefined,
    code: 'list_impossible',
    canRetryHelp: false,
    effect: 'not_applied',
  });
}
