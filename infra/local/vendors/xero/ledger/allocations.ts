import type { Allocation, Book, LedgerDocument, Outcome, Scene } from '../core/book.ts';
import { refuse } from '../core/book.ts';
import { formatDecimal } from '../core/decimal.ts';
import { toDay } from '../core/xero-dates.ts';
import { findDocument } from './document-rules.ts';
import { recordHistory } from './history.ts';
import type { AllocationInput } from './inputs.ts';
import { lockedMessage } from './lock-dates.ts';
import { resettle, settlementOf } from './settlement.ts';

/** Sets part of a credit note against an invoice of the same contact. */
export function allocateCredit(
  scene: Scene,
  creditNote: LedgerDocument,
  input: AllocationInput,
): Outcome<Allocation> {
  const { book, stamp } = scene;
  const invoice = findDocument(
    book,
    'invoice',
    input.Invoice?.InvoiceID || input.Invoice?.InvoiceNumber,
  );
  if (invoice === undefined) return refuse('Invoice could not be found');
  const amountMinor = input.Amount ?? 0n;
  const day = input.Date ?? toDay(stamp.nowEpochMs);
  const locked = lockedMessage(book, day, 'allocation');
  const messages = [
    ...checkParties(creditNote, invoice),
    ...checkAmount(book, { creditNote, invoice, amountMinor }),
    ...(locked === undefined ? [] : [locked]),
  ];
  if (messages.length > 0) return refuse(...messages);
  const value: Allocation = {
    allocationId: stamp.uuid(),
    creditNoteId: creditNote.id,
    invoiceId: invoice.id,
    day,
    amountMinor,
  };
  book.allocations.set(value.allocationId, value);
  settleBoth(scene, value);
  const details = `${formatDecimal(amountMinor, 2)} of ${creditNote.number} to ${invoice.number}`;
  recordHistory(scene, creditNote.id, { changes: 'Credit applied', details });
  recordHistory(scene, invoice.id, { changes: 'Credit applied', details });
  return { ok: true, value };
}

/** Takes an allocation back, unless its day is locked; both documents are open again. */
export function removeAllocation(scene: Scene, allocation: Allocation): Outcome<Allocation> {
  const locked = lockedMessage(scene.book, allocation.day, 'allocation');
  if (locked !== undefined) return refuse(locked);
  scene.book.allocations.delete(allocation.allocationId);
  settleBoth(scene, allocation);
  return { ok: true, value: allocation };
}

function settleBoth({ book, stamp }: Scene, allocation: Allocation): void {
  resettle(book, allocation.invoiceId, stamp);
  resettle(book, allocation.creditNoteId, stamp);
}

function checkParties(creditNote: LedgerDocument, invoice: LedgerDocument): string[] {
  const messages: string[] = [];
  if (creditNote.status !== 'AUTHORISED' && creditNote.status !== 'PAID') {
    messages.push('Credit note must be approved before it can be allocated.');
  }
  if (invoice.status !== 'AUTHORISED' && invoice.status !== 'PAID') {
    messages.push('Credit can only be allocated to Authorised documents');
  }
  if (invoice.contactId !== creditNote.contactId) {
    messages.push('The credit note and the invoice must belong to the same contact.');
  }
  return messages;
}

function checkAmount(
  book: Book,
  asked: {
    readonly creditNote: LedgerDocument;
    readonly invoice: LedgerDocument;
    readonly amountMinor: bigint;
  },
): string[] {
  const messages: string[] = [];
  if (asked.amountMinor <= 0n) messages.push('The amount allocated must be greater than zero');
  const dueMinor = settlementOf(book, asked.invoice).leftMinor;
  if (dueMinor === 0n) {
    messages.push('The invoice you are trying to allocate to has already been paid off');
  }
  const { leftMinor } = settlementOf(book, asked.creditNote);
  if (asked.amountMinor > leftMinor || asked.amountMinor > dueMinor) {
    messages.push('Credit Note cannot be allocated as amount is greater than amount outstanding');
  }
  return messages;
}
