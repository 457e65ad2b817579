import type { Target } from '../../contracts/ids.ts';
import type { Owed } from '../../contracts/owed.ts';
import { sourceManifest } from '../../source/registry.ts';
import { targets } from '../../targets/registry.ts';
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

/** What the timeline at the source says of a document that got to the target. */
export function noteTexts(target: Target) {
  const { name } = targets[target];
  return {
    invoicePosted: (number: string) => `Invoice ${number} posted to ${name}.`,
    invoiceLinked: (number: string) =>
      `Invoice ${number} was in ${name} already and is now linked.`,
    invoiceVoided: (number: string) => `Invoice ${number} voided in ${name}.`,
    invoiceAmended: (number: string, totalMinor: number, currency: string) =>
      `Invoice ${number} changed in ${name}; its total is ${formatMoney(totalMinor, currency)} now.`,
    invoiceWrittenOff: (number: string) =>
      `Invoice ${number} written off in ${name} as a bad debt.`,
    invoiceCredited: (number: string) =>
      `Invoice ${number} credited in ${name}, as it could not be voided there.`,
    writeOffTakenBack: (number: string) =>
      `The credit note that closed invoice ${number} in ${name} was taken back.`,
    overpaymentPosted: (number: string, amountMinor: number, currency: string) =>
      `${formatMoney(amountMinor, currency)} received beyond what was due on invoice ${number} posted to ${name}.`,
    paymentPosted: (number: string, amountMinor: number, currency: string) =>
      `Payment of ${formatMoney(amountMinor, currency)} for invoice ${number} posted to ${name}.`,
    creditNotePosted: (number: string) => `Credit note ${number} posted to ${name}.`,
    creditNoteVoided: (number: string) => `Credit note ${number} voided in ${name}.`,
    refundPosted: (number: string, amountMinor: number, currency: string) =>
      `Refund of ${formatMoney(amountMinor, currency)} for credit note ${number} posted to ${name}.`,
    broughtInStep: (document: string) =>
      `${document} was out of step with ${name}; the comparison of both sides brought it in step.`,
    creditNoteLinked: (number: string) =>
      `Credit note ${number} was in ${name} already and is now linked.`,
  };
}

/** What the history of a document in the ledger says of where it comes from. */
export function historyText(
  kind: 'invoice' | 'credit_note',
  number: string,
  sourceId: string,
): string {
  const document = kind === 'invoice' ? 'invoice' : 'credit note';
  return `Posted by Rollerdoor from ${sourceManifest.name} ${document} ${number} (${sourceId}).`;
}
