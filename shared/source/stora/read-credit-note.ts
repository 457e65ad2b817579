import { optional } from '../../domain/source/optional.ts';
import type { CreditNoteStatus, SourceCreditNote } from '../../domain/source/records.ts';
import { isExpandedContact, readContact } from './read-contact.ts';
import type { StoraCreditNote } from './stora-resources.ts';

/** `issued` is confirmed; a note that says nothing of itself is one. */
const statuses: Record<string, CreditNoteStatus> = {
  draft: 'draft',
  issued: 'issued',
  void: 'void',
  voided: 'void',
};

/**
 * Reads a credit note; anything but `pre_payment` follows a payment. `happenedAt` is the time of the event
 * that brought it; undefined when none did.
 * @throws Error naming the field that cannot be understood.
 */
export function readCreditNote(
  note: StoraCreditNote,
  happenedAt: string | undefined,
): SourceCreditNote {
  const issuedAt = note.created_at ?? happenedAt;
  if (issuedAt === undefined) throw new Error('no time of issue');
  const word = note.status ?? 'issued';
  const status = Object.hasOwn(statuses, word) ? statuses[word] : undefined;
  if (status === undefined) throw new Error('unknown status');
  const moneys = note.line_items.flatMap((line) => [line.tax, line.amount]);
  if (moneys.some((money) => money.currency !== note.total.currency)) {
    throw new Error('more than one currency');
  }
  return {
    id: note.id,
    status,
    timing: note.type === 'pre_payment' ? 'pre_payment' : 'post_payment',
    currency: note.total.currency,
    issuedAt,
    totalMinor: note.total.amount,
    contactId: note.contact.id,
    invoiceId: note.invoice.id,
    lines: note.line_items.map((line) => ({
      description: line.description?.trim() || 'Credit',
      quantity: line.quantity,
      taxMinor: line.tax.amount,
      amountMinor: line.amount.amount,
    })),
    ...optional('number', note.number?.trim() || undefined),
    ...optional('contact', isExpandedContact(note.contact) ? readContact(note.contact) : undefined),
    ...optional('siteId', note.site?.id),
    ...optional('siteName', note.site?.name?.trim() || undefined),
  };
}
