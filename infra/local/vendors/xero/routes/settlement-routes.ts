import { type ApiAnswer, notFoundAnswer, validationAnswer } from '../api/answers.ts';
import { type ApiCall, type ApiRoute, answerList } from '../api/api-call.ts';
import { type Batch, runBatch } from '../api/batch.ts';
import type { DocumentKind, Payment } from '../core/book.ts';
import { allocateCredit, removeAllocation } from '../ledger/allocations.ts';
import { findDocument } from '../ledger/document-rules.ts';
import { recordHistory } from '../ledger/history.ts';
import {
  allocationInput,
  historyInput,
  type PaymentInput,
  paymentInput,
} from '../ledger/inputs.ts';
import { createPayment, deletePayment } from '../ledger/payments.ts';
import { allocationView, paymentView } from '../reading/document-views.ts';
import { listRecords, readListQuery } from '../reading/listing.ts';
import { historyView, type ViewObject } from '../reading/views.ts';

/** Payments, allocations of credit notes, and the history of documents. */
export const settlementRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/Payments', handle: getPayments },
  { method: 'GET', path: '/Payments/:id', handle: getPayment },
  { method: 'PUT', path: '/Payments', handle: createPayments },
  { method: 'POST', path: '/Payments', handle: createPayments },
  { method: 'POST', path: '/Payments/:id', handle: postPayment },
  { method: 'PUT', path: '/CreditNotes/:id/Allocations', handle: putAllocations },
  { method: 'DELETE', path: '/CreditNotes/:id/Allocations/:id', handle: deleteAllocation },
  ...historyRoutes('invoice', '/Invoices'),
  ...historyRoutes('creditNote', '/CreditNotes'),
];

function historyRoutes(kind: DocumentKind, path: string): readonly ApiRoute[] {
  return [
    { method: 'GET', path: `${path}/:id/History`, handle: (call) => getHistory(call, kind) },
    { method: 'PUT', path: `${path}/:id/History`, handle: (call) => putHistory(call, kind) },
  ];
}

function getPayments(call: ApiCall): ApiAnswer {
  const { items, pagination } = listRecords(
    call.book.payments.values(),
    readListQuery(call.url, call.headers),
    (payment) => {
      const document = call.book.documents.get(payment.documentId);
      return {
        PaymentID: payment.paymentId,
        Status: payment.status,
        Reference: payment.reference,
        Amount: payment.amountMinor * 100n,
        Date: new Date(`${payment.day}T00:00:00Z`),
        UpdatedDateUTC: new Date(payment.updatedEpochMs),
        'Invoice.InvoiceID': document?.id,
        'Invoice.InvoiceNumber': document?.number,
        'Account.AccountID': payment.accountId,
      };
    },
  );
  const content = { Payments: items.map((payment) => paymentView(call.book, payment)) };
  return answerList(call, pagination === undefined ? content : { pagination, ...content });
}

function getPayment(call: ApiCall): ApiAnswer {
  const payment = call.book.payments.get(call.parameters[0]?.toLowerCase() ?? '');
  return payment === undefined
    ? notFoundAnswer
    : answerList(call, { Payments: [paymentView(call.book, payment)] });
}

function createPayments(call: ApiCall): ApiAnswer {
  return runBatch(
    call,
    paymentBatch(call, (input) => createPayment(call, input)),
  );
}

function postPayment(call: ApiCall): ApiAnswer {
  const payment = call.book.payments.get(call.parameters[0]?.toLowerCase() ?? '');
  if (payment === undefined) return notFoundAnswer;
  return runBatch(
    call,
    paymentBatch(call, (input) => deletePayment(call, payment, input)),
  );
}

function paymentBatch(
  call: ApiCall,
  apply: Batch<PaymentInput, Payment>['apply'],
): Batch<PaymentInput, Payment> {
  return {
    key: 'Payments',
    schema: paymentInput,
    apply,
    view: (payment) => paymentView(call.book, payment),
    echo: echoPayment,
    errorFlag: 'HasValidationErrors',
  };
}

function echoPayment(input: PaymentInput): ViewObject {
  const { InvoiceID, InvoiceNumber } = input.Invoice ?? {};
  return {
    PaymentID: '00000000-0000-0000-0000-000000000000',
    Reference: input.Reference ?? '',
    ...(input.Invoice === undefined
      ? {}
      : {
          Invoice: {
            ...(InvoiceID === undefined ? {} : { InvoiceID }),
            ...(InvoiceNumber === undefined ? {} : { InvoiceNumber }),
          },
        }),
  };
}

function putAllocations(call: ApiCall): ApiAnswer {
  const creditNote = findDocument(call.book, 'creditNote', call.parameters[0]);
  if (creditNote === undefined) return notFoundAnswer;
  return runBatch(call, {
    key: 'Allocations',
    schema: allocationInput,
    apply: (input) => {
      const current = call.book.documents.get(creditNote.id) ?? creditNote;
      return allocateCredit(call, current, input);
    },
    view: (allocation) => allocationView(call.book, allocation),
    echo: (input) => ({
      Invoice: input.Invoice?.InvoiceID === undefined ? {} : { InvoiceID: input.Invoice.InvoiceID },
    }),
    errorFlag: 'HasValidationErrors',
  });
}

function deleteAllocation(call: ApiCall): ApiAnswer {
  const [, allocationId = ''] = call.parameters;
  const allocation = call.book.allocations.get(allocationId.toLowerCase());
  if (allocation === undefined) return notFoundAnswer;
  const removed = removeAllocation(call, allocation);
  if (!removed.ok)
    return validationAnswer([
      { ValidationErrors: removed.messages.map((Message) => ({ Message })) },
    ]);
  return answerList(call, { Allocations: [{ AllocationID: allocationId, IsDeleted: true }] });
}

function getHistory(call: ApiCall, kind: DocumentKind): ApiAnswer {
  const document = findDocument(call.book, kind, call.parameters[0]);
  if (document === undefined) return notFoundAnswer;
  const records = call.book.history.get(document.id) ?? [];
  return answerList(call, { HistoryRecords: records.map(historyView) });
}

const unknownDocument = 'The document with the supplied id was not found for this endpoint.';

function putHistory(call: ApiCall, kind: DocumentKind): ApiAnswer {
  const document = findDocument(call.book, kind, call.parameters[0]);
  return runBatch(call, {
    key: 'HistoryRecords',
    schema: historyInput,
    apply: (input) => {
      const details = input.Details ?? '';
      if (document === undefined) return { ok: false, messages: [unknownDocument] };
      // 450 characters is the documented most of a note; longer ones are cut, as Xero does.
      if (details === '') return { ok: false, messages: ['Details must be specified.'] };
      const entry = { changes: 'Note', details: details.slice(0, 450) };
      return { ok: true, value: recordHistory(call, document.id, entry) };
    },
    view: historyView,
    echo: (input) => ({ Details: input.Details ?? '' }),
    errorFlag: 'HasValidationErrors',
  });
}
