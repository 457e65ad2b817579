import type { DocumentKind } from '../../contracts/ids.ts';
import type { LedgerDocument } from './documents.ts';

/** A page of what bears a day of the span, from 1. */
export interface PeriodPlace {
  /** ISO days of the records themselves: from the one on, and before the other. */
  fromDay: string;
  beforeDay: string;
  page: number;
}

export interface PeriodPage<T> {
  records: T[];
  /** Nothing is behind it. */
  isLast: boolean;
  /** Records that could not be read. */
  unreadable: number;
}

/** Money that stands on an invoice, and where it came in. */
export interface PeriodPayment {
  targetId: string;
  invoiceTargetId: string;
  /** Undefined: the account has none. */
  accountCode: string | undefined;
  amountMinor: number;
  day: string | undefined;
  /** Of ours: which payment it is (`LedgerPayment`). */
  reference: string | undefined;
}

/**
 * All that bears a day of a span, whoever entered it: both sides of a month are compared by it. Without it
 * nothing of a ledger is compared.
 */
export interface LedgerPeriods {
  /**
   * Sales documents whatever their status, also those that are out of the books. Here lines are shown in
   * whichever way they were entered, with what they come to tax included.
   */
  documents(kind: DocumentKind, place: PeriodPlace): Promise<PeriodPage<LedgerDocument>>;
  /** Payments of sales invoices, without those that were taken back. Absent: the ledger lists none. */
  payments?(place: PeriodPlace): Promise<PeriodPage<PeriodPayment>>;
}
