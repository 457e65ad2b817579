import * as z from 'zod/mini';
import type { Book, LedgerDocument, Scene } from '../core/book.ts';
import { parseDecimal } from '../core/decimal.ts';
import { findDocument } from '../ledger/document-rules.ts';
import { updateDocument } from '../ledger/documents.ts';
import { createPayment } from '../ledger/payments.ts';

interface Answer {
  readonly ok: boolean;
  readonly message: string;
}

export const editFields = z.object({
  number: z.string(),
  /** What its first line is to cost, tax included or not, as its lines are. */
  amount: z.optional(z.string()),
  account: z.optional(z.string()),
  taxType: z.optional(z.string()),
  date: z.optional(z.string()),
  /** Name, number or id of another customer. */
  contact: z.optional(z.string()),
});

/** Edits an invoice as a person does on its page; what is left empty stays. */
export function editInvoice(scene: Scene, wish: z.infer<typeof editFields>): Answer {
  const invoice = findDocument(scene.book, 'invoice', wish.number);
  const line = invoice?.lines[0];
  if (invoice === undefined || line === undefined) return none(wish.number);
  const contact = contactNamed(scene.book, wish.contact);
  const change = {
    ...(wish.date ? { Date: wish.date } : {}),
    ...(contact === undefined ? {} : { Contact: { ContactID: contact } }),
    ...(wish.amount || wish.account || wish.taxType
      ? { LineItems: invoice.lines.map((each) => lineOf(each, each === line ? wish : {})) }
      : {}),
  };
  const outcome = updateDocument({ ...scene, unitPlaces: 4 }, invoice, change);
  return outcome.ok
    ? { ok: true, message: `Invoice ${wish.number} is edited.` }
    : { ok: false, message: outcome.messages.join(' ') };
}

type Line = LedgerDocument['lines'][number];

function lineOf(line: Line, wish: Partial<z.infer<typeof editFields>>) {
  return {
    LineItemID: line.lineItemId,
    Description: line.description,
    Quantity: line.quantity,
    UnitAmount: (wish.amount && parseDecimal(wish.amount, 4)) || line.unitAmount,
    AccountCode: wish.account || line.accountCode,
    TaxType: wish.taxType || line.taxType,
  };
}

function contactNamed(book: Book, text: string | undefined): string | undefined {
  if (!text) return undefined;
  return [...book.contacts.values()].find(
    (each) => each.contactId === text || each.contactNumber === text || each.name === text,
  )?.contactId;
}

export const payFields = z.object({ number: z.string(), amount: z.string(), account: z.string() });

/** Enters a payment as a person does, or as the bank feed that was matched. */
export function payInvoice(scene: Scene, wish: z.infer<typeof payFields>): Answer {
  const invoice = findDocument(scene.book, 'invoice', wish.number);
  if (invoice === undefined) return none(wish.number);
  const amountMinor = parseDecimal(wish.amount, 2);
  if (amountMinor === undefined) return { ok: false, message: 'Amount: a decimal, such as 12.50.' };
  const outcome = createPayment(scene, {
    Invoice: { InvoiceID: invoice.id },
    Account: { Code: wish.account },
    Date: new Date(scene.stamp.nowEpochMs).toISOString().slice(0, 10),
    Amount: amountMinor,
    Reference: 'by hand',
  });
  return outcome.ok
    ? { ok: true, message: `Invoice ${wish.number} is paid.` }
    : { ok: false, message: outcome.messages.join(' ') };
}

function none(number: string): Answer {
  return { ok: false, message: `There is no invoice ${number}.` };
}
