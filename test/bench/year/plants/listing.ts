import type { CreditNote, Invoice } from '../../../../infra/local/vendors/stora/core/resources.ts';
import type { LedgerDocument } from '../../../../infra/local/vendors/xero/core/book.ts';
import { dayInLondon } from '../books.ts';
import type { Listed } from './subject.ts';

type What = Pick<Listed, 'class' | 'differenceMinor'>;

/** Of a document of the source, in the month in which it was raised. */
export function ofInvoice({ id, finalized_at: at }: Invoice, what: What): Listed {
  return { ...what, kind: 'invoice', id, month: monthOf(dayInLondon(at ?? '')) };
}

export function ofNote({ id, created_at: at }: CreditNote, what: What): Listed {
  return { ...what, kind: 'credit_note', id, month: monthOf(dayInLondon(at)) };
}

/** Of what stands in the ledger, in the month in which it stands there. */
export function ofDocument({ kind, day, reference: id }: LedgerDocument, what: What): Listed {
  return { ...what, kind: kind === 'invoice' ? 'invoice' : 'credit_note', id, month: monthOf(day) };
}

/** What it counts in the sums of the ledger: a credit note counts against. */
export function counted({ kind, totals }: LedgerDocument): number {
  return (kind === 'invoice' ? 1 : -1) * Number(totals.totalMinor);
}

export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** So many days later. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
