import { moneyWords } from '../money/money-words.ts';
import type { InvoiceStatus, SourceInvoice } from '../source/records.ts';

/**
 * What of an invoice's state and amounts does not agree; undefined when all does. Nothing is posted for a
 * state that its own sums deny: which of the two is wrong only a person can say.
 */
export function contradictionIn(invoice: SourceInvoice): string | undefined {
  const { totalMinor, paidMinor, currency } = invoice;
  const creditedMinor = invoice.preCreditMinor ?? 0;
  const openMinor = totalMinor - paidMinor - creditedMinor;
  const isNegative = paidMinor < 0 || creditedMinor < 0;
  if (!isNegative && fits[invoice.status](openMinor, invoice)) return undefined;
  const money = (amountMinor: number) => moneyWords(amountMinor, currency);
  const sums = `total ${money(totalMinor)}, received ${money(paidMinor)}, credited ${money(creditedMinor)}`;
  const due = invoice.dueMinor === undefined ? '' : `, due ${money(invoice.dueMinor)}`;
  return `${invoice.status}, but ${sums}${due}: ${money(Math.abs(openMinor))} ${openMinor < 0 ? 'too much' : 'left'}`;
}

/** Whether a state can have so much left open. A part that is due may be less than that only by mistake. */
const fits: Record<InvoiceStatus, (openMinor: number, invoice: SourceInvoice) => boolean> = {
  draft: (_openMinor, { paidMinor }) => paidMinor === 0,
  open: (openMinor, { dueMinor }) => openMinor >= 0 && (dueMinor ?? openMinor) >= openMinor,
  uncollectible: (openMinor, { dueMinor }) =>
    // A debt that was given up may be shown as nothing due any more.
    openMinor >= 0 && (dueMinor === 0 || (dueMinor ?? openMinor) >= openMinor),
  paid: (openMinor) => openMinor === 0,
  void: () => true,
};
