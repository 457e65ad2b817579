import type { BankTransaction, Book } from '../core/book.ts';
import { toJsonNumber } from '../core/decimal.ts';
import { dayToXeroTimestamp, toXeroTimestamp } from '../core/xero-dates.ts';
import { contactView, type ViewObject } from './views.ts';

/** One bank transaction; lists without `page` leave the lines out. A reference is not kept on this type. */
export function bankTransactionView(
  book: Book,
  one: BankTransaction,
  { withLines }: { readonly withLines: boolean },
): ViewObject {
  const account = book.accounts.get(one.accountId);
  const contact = book.contacts.get(one.contactId);
  const amount = toJsonNumber(one.amountMinor, 2);
  return {
    BankTransactionID: one.bankTransactionId,
    OverpaymentID: one.overpaymentId,
    Type: one.type,
    Status: one.status,
    IsReconciled: false,
    BankAccount: account && {
      AccountID: account.accountId,
      Code: account.code,
      Name: account.name,
    },
    Contact: contact && contactView(contact, true),
    Date: dayToXeroTimestamp(one.day),
    LineAmountTypes: 'NoTax',
    LineItems: withLines
      ? [
          {
            LineItemID: one.lineItemId,
            Description: one.description,
            LineAmount: amount,
            TaxAmount: 0,
            Tracking: [],
          },
        ]
      : [],
    SubTotal: amount,
    TotalTax: 0,
    Total: amount,
    CurrencyCode: one.currencyCode,
    UpdatedDateUTC: toXeroTimestamp(one.updatedEpochMs),
    HasAttachments: false,
  };
}
