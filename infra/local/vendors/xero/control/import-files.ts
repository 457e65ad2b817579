import * as z from 'zod/mini';
import type { Scene } from '../core/book.ts';
import { parseDecimal } from '../core/decimal.ts';
import { createContact, findContact } from '../ledger/contacts.ts';
import { createDocument } from '../ledger/documents.ts';
import { createPayment } from '../ledger/payments.ts';

interface Answer {
  readonly ok: boolean;
  readonly message: string;
}

/** Two files as people import them, one record a line, values between semicolons. */
export const importFields = z.object({
  /** `name;e-mail` */
  contacts: z.optional(z.string()),
  /** `number;customer;day;total;tax;paid by hand`, totals with tax inside. */
  invoices: z.optional(z.string()),
});

/**
 * Enters an operator's books from before anything was connected: customers without our number, invoices
 * without our reference, paid by hand. What is wrong in a line ends the import there.
 */
export function importFiles(scene: Scene, files: z.infer<typeof importFields>): Answer {
  const contacts = rowsOf(files.contacts);
  const invoices = rowsOf(files.invoices);
  const problem = firstProblem(contacts, (row) => importContact(scene, row));
  const later = problem ?? firstProblem(invoices, (row) => importInvoice(scene, row));
  return later === undefined
    ? { ok: true, message: `${contacts.length} contacts and ${invoices.length} invoices imported.` }
    : { ok: false, message: later };
}

type Row = readonly string[];

function rowsOf(file: string | undefined): Row[] {
  const lines = (file ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.map((line) => line.split(';').map((value) => value.trim()));
}

function firstProblem(
  rows: readonly Row[],
  enter: (row: Row) => readonly string[],
): string | undefined {
  for (const row of rows) {
    const messages = enter(row);
    if (messages.length > 0) return `${row.join(';')}: ${messages.join(' ')}`;
  }
  return undefined;
}

function importContact(scene: Scene, [name = '', email = '']: Row): readonly string[] {
  const outcome = createContact(scene, { Name: name, EmailAddress: email });
  return outcome.ok ? [] : outcome.messages;
}

function importInvoice(scene: Scene, row: Row): readonly string[] {
  const [number = '', customer = '', day = '', total = '', tax = '', paid = ''] = row;
  const contact = findContact(scene.book, { Name: customer });
  if (contact === undefined) return ['There is no such customer.'];
  const outcome = createDocument({ ...scene, unitPlaces: 2 }, 'invoice', {
    Type: 'ACCREC',
    Status: 'AUTHORISED',
    InvoiceNumber: number,
    Contact: { ContactID: contact.contactId },
    Date: day,
    DueDate: day,
    LineAmountTypes: 'Inclusive',
    LineItems: [importedLine(total, tax)],
  });
  if (!outcome.ok) return outcome.messages;
  return paid === '' ? [] : payByHand(scene, outcome.value.id, { day, paid });
}

function importedLine(total: string, tax: string) {
  return {
    Description: 'Storage, imported from a file',
    UnitAmount: parseDecimal(total, 4),
    AccountCode: '200',
    TaxAmount: parseDecimal(tax, 2),
  };
}

/** Matched from the bank, without a reference of ours. */
function payByHand(
  scene: Scene,
  invoiceId: string,
  { day, paid }: { readonly day: string; readonly paid: string },
): readonly string[] {
  const outcome = createPayment(scene, {
    Invoice: { InvoiceID: invoiceId },
    Account: { Code: '090' },
    Date: day,
    Amount: parseDecimal(paid, 2),
  });
  return outcome.ok ? [] : outcome.messages;
}
