import type { Account, BankTransaction, Book, Outcome, Scene } from '../core/book.ts';
import { refuse } from '../core/book.ts';
import { toDay } from '../core/xero-dates.ts';
import type { BankTransactionInput } from './inputs.ts';
import { lockedMessage } from './lock-dates.ts';

/** Money that came in beyond what was due (RECEIVE-OVERPAYMENT); other bank transactions are not simulated. */
export function createOverpayment(
  scene: Scene,
  input: BankTransactionInput,
): Outcome<BankTransaction> {
  const { book, stamp } = scene;
  if (input.Type !== 'RECEIVE-OVERPAYMENT')
    return refuse('Only RECEIVE-OVERPAYMENT is simulated here.');
  const account = bankAccount(book, input);
  const contact = book.contacts.get(input.Contact?.ContactID?.toLowerCase() ?? '');
  const day = input.Date ?? toDay(stamp.nowEpochMs);
  const currencyCode =
    input.CurrencyCode ?? account?.currencyCode ?? book.organisation.baseCurrency;
  const locked = lockedMessage(book, day, 'transaction');
  const messages = [
    ...(contact === undefined ? ['A Contact must be specified for this type of transaction'] : []),
    ...checkAccount(account),
    ...checkLines(input),
    ...(locked === undefined ? [] : [locked]),
  ];
  const [line] = input.LineItems ?? [];
  if (messages.length > 0 || !contact || !account || !line) return refuse(...messages);
  const value: BankTransaction = {
    bankTransactionId: stamp.uuid(),
    overpaymentId: stamp.uuid(),
    type: 'RECEIVE-OVERPAYMENT',
    contactId: contact.contactId,
    accountId: account.accountId,
    day,
    amountMinor: line.LineAmount ?? 0n,
    description: line.Description ?? '',
    lineItemId: stamp.uuid(),
    currencyCode,
    status: 'AUTHORISED',
    updatedEpochMs: stamp.nowEpochMs,
  };
  book.bankTransactions.set(value.bankTransactionId, value);
  return { ok: true, value };
}

function bankAccount(book: Book, { BankAccount = {} }: BankTransactionInput): Account | undefined {
  const { AccountID, Code } = BankAccount;
  return [...book.accounts.values()].find((account) =>
    AccountID ? account.accountId === AccountID.toLowerCase() : account.code === Code,
  );
}

/** Payments may go to other accounts that take them; money without an invoice goes to a bank only. */
function checkAccount(account: Account | undefined): string[] {
  if (account === undefined) return ['Bank account could not be found'];
  if (account.status === 'ARCHIVED') return ['The account has been archived or deleted.'];
  return account.type === 'BANK' ? [] : ['The BankAccount must be an account of type BANK.'];
}

function checkLines({ LineItems = [], LineAmountTypes }: BankTransactionInput): string[] {
  const [line, ...others] = LineItems;
  const messages: string[] = [];
  if (line === undefined || others.length > 0)
    messages.push('An overpayment must have exactly one line item.');
  if ((line?.LineAmount ?? 0n) <= 0n)
    messages.push('The line amount must be greater than zero for an overpayment.');
  if (LineAmountTypes !== undefined && LineAmountTypes !== 'NoTax')
    messages.push('An overpayment bears no tax.');
  return messages;
}
