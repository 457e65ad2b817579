import type { Owed } from '../../contracts/owed.ts';
import { formatMoney } from '../money/decimal.ts';
import { optional } from '../source/optional.ts';

/** Which records of the source a timeline note hangs on. */
export interface NoteAnchors {
  contactId?: string | undefined;
  siteId?: string | undefined;
  invoiceId?: string | undefined;
}

/** A note owed to the operator's timeline; `note` names it among those of its document. */
export function timelineDebt(note: string, text: string, anchors: NoteAnchors): Owed {
  return {
    what: 'timeline',
    note,
    text,
    ...optional('contactSourceId', anchors.contactId),
    ...optional('siteSourceId', anchors.siteId),
    ...optional('invoiceSourceId', anchors.invoiceId),
  };
}

export const noteTexts = {
  invoicePosted: (number: string) => `Invoice ${number} posted to Xero.`,
  invoiceLinked: (number: string) => `Invoice ${number} was in Xero already and is now linked.`,
  invoiceVoided: (number: string) => `Invoice ${number} voided in Xero.`,
  paymentPosted: (number: string, amountMinor: number, currency: string) =>
    `Payment of ${formatMoney(amountMinor, currency)} for invoice ${number} posted to Xero.`,
  creditNotePosted: (number: string) => `Credit note ${number} posted to Xero.`,
  creditNoteLinked: (number: string) =>
    `Credit note ${number} was in Xero already and is now linked.`,
  history: (kind: 'invoice' | 'credit_note', number: string, sourceId: string) =>
    `Posted by Rollerdoor from Stora ${kind === 'invoice' ? 'invoice' : 'credit note'} ${number} (${sourceId}).`,
};
