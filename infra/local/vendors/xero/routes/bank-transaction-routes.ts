import { type ApiAnswer, notFoundAnswer } from '../api/answers.ts';
import { type ApiCall, type ApiRoute, answerList } from '../api/api-call.ts';
import { runBatch } from '../api/batch.ts';
import { createOverpayment } from '../ledger/bank-transactions.ts';
import { bankTransactionInput } from '../ledger/inputs.ts';
import { bankTransactionView } from '../reading/bank-transaction-views.ts';
import { listRecords, readListQuery } from '../reading/listing.ts';

/** Bank transactions: of all their types only money beyond what was due. */
export const bankTransactionRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/BankTransactions', handle: getTransactions },
  { method: 'GET', path: '/BankTransactions/:id', handle: getTransaction },
  { method: 'PUT', path: '/BankTransactions', handle: putTransactions },
];

function getTransactions(call: ApiCall): ApiAnswer {
  const query = readListQuery(call.url, call.headers);
  const { items, pagination } = listRecords(call.book.bankTransactions.values(), query, (one) => ({
    BankTransactionID: one.bankTransactionId,
    Type: one.type,
    Status: one.status,
    Date: new Date(`${one.day}T00:00:00Z`),
    Total: one.amountMinor * 100n,
    UpdatedDateUTC: new Date(one.updatedEpochMs),
    'Contact.ContactID': one.contactId,
  }));
  const withLines = query.page !== undefined;
  const content = {
    BankTransactions: items.map((one) => bankTransactionView(call.book, one, { withLines })),
  };
  return answerList(call, pagination === undefined ? content : { pagination, ...content });
}

function getTransaction(call: ApiCall): ApiAnswer {
  const one = call.book.bankTransactions.get(call.parameters[0]?.toLowerCase() ?? '');
  if (one === undefined) return notFoundAnswer;
  return answerList(call, {
    BankTransactions: [bankTransactionView(call.book, one, { withLines: true })],
  });
}

function putTransactions(call: ApiCall): ApiAnswer {
  return runBatch(call, {
    key: 'BankTransactions',
    schema: bankTransactionInput,
    apply: (input) => createOverpayment(call, input),
    view: (one) => bankTransactionView(call.book, one, { withLines: true }),
    echo: (input) => ({
      BankTransactionID: '00000000-0000-0000-0000-000000000000',
      ...(input.Type === undefined ? {} : { Type: input.Type }),
    }),
    errorFlag: 'HasErrors',
  });
}
