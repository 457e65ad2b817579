import type { Account, Book, LedgerDocument, Outcome, Payment, Scene } from '../core/book.ts';
import { refuse } from '../core/book.ts';
import { formatDecimal } from '../core/decimal.ts';
import { toDay } from '../core/xero-dates.ts';
import { findDocument } from './document-rules.ts';
import { recordHistory } from './history.ts';
import type { PaymentInput } from './inputs.ts';
import { lockedMessage } from './lock-dates.ts';
import { resettle, settlementOf } from './settlement.ts';

/** Pays an invoice, or refunds a credit note, from a bank account or one that takes payments. */
export function createPayment(scene: Scene, input: PaymentInput): Outcome<Payment> {
  const { book, stamp } = scene;
  const document = paidDocument(book, input);
  const account = paymentAccount(book, input);
  const day = input.Date ?? toDay(stamp.nowEpochMs);
  const locked = lockedMessage(book, day, 'payment');
  const messages = [
    ...checkDocument(document, input),
    ...checkAccount(account),
    ...checkAmount(book, document, input),
    ...(locked === undefined ? [] : [locked]),
  ];
  if (messages.length > 0 || !document || !account || input.Amount === undefined) {
    return refuse(...messages);
  }
  const payment: Payment = {
    paymentId: stamp.uuid(),
    documentId: document.id,
    accountId: account.accountId,
    day,
    amountMinor: input.Amount,
    reference: input.Reference ?? '',
    status: 'AUTHORISED',
    updatedEpochMs: stamp.nowEpochMs,
  };
  return { ok: true, value: storePayment(scene, payment, 'Paid') };
}

/** Takes a payment back (Status DELETED); the document is open again. */
export function deletePayment(
  scene: Scene,
  payment: Payment,
  input: PaymentInput,
): Outcome<Payment> {
  const { book, stamp } = scene;
  if (input.Status !== 'DELETED' || payment.status === 'DELETED') {
    return refuse('Payment not of valid status for modification');
  }
  const locked = lockedMessage(book, payment.day, 'payment');
  if (locked !== undefined) return refuse(locked);
  const gone: Payment = { ...payment, status: 'DELETED', updatedEpochMs: stamp.nowEpochMs };
  return { ok: true, value: storePayment(scene, gone, 'Payment deleted') };
}

function storePayment(scene: Scene, payment: Payment, changes: string): Payment {
  const { book, stamp } = scene;
  book.payments.set(payment.paymentId, payment);
  resettle(book, payment.documentId, stamp);
  const details = `${formatDecimal(payment.amountMinor, 2)} on ${payment.day}`;
  recordHistory(scene, payment.documentId, { changes, details });
  return payment;
}

function paidDocument(book: Book, input: PaymentInput): LedgerDocument | undefined {
  const { Invoice, CreditNote } = input;
  return Invoice === undefined
    ? findDocument(book, 'creditNote', CreditNote?.CreditNoteID || CreditNote?.CreditNoteNumber)
    : findDocument(book, 'invoice', Invoice.InvoiceID || Invoice.InvoiceNumber);
}

function paymentAccount(book: Book, input: PaymentInput): Account | undefined {
  const { AccountID, Code } = input.Account ?? {};
  return [...book.accounts.values()].find((account) =>
    AccountID ? account.accountId === AccountID.toLowerCase() : account.code === Code,
  );
}

function checkDocument(document: LedgerDocument | undefined, input: PaymentInput): string[] {
  if (document === undefined) {
    return [
      input.Invoice
        ? 'Invoice could not be found'
        : 'You must specify an Invoice ID or Invoice Number for the payment',
    ];
  }
  const isOpen = document.status === 'AUTHORISED' || document.status === 'PAID';
  return isOpen ? [] : ['Payments can only be made against Authorised documents'];
}

function checkAccount(account: Account | undefined): string[] {
  if (account === undefined) return ['Account could not be found'];
  if (account.status === 'ARCHIVED') return ['The account has been archived or deleted.'];
  return account.type === 'BANK' || account.takesPayments
    ? []
    : ['Account must be of type BANK or have EnablePaymentsToAccount set.'];
}

function checkAmount(
  book: Book,
  document: LedgerDocument | undefined,
  input: PaymentInput,
): string[] {
  const amount = input.Amount ?? 0n;
  if (amount <= 0n) return ['Payment amount must be greater than zero'];
  if (document === undefined) return [];
  return amount > settlementOf(book, document).leftMinor
    ? ['Payment amount exceeds the amount outstanding on this document']
    : [];
}
