import type { DocumentKind } from '../../contracts/ids.ts';
import type { LedgerAmendments } from './amendments.ts';
import type { LedgerCatalogue } from './catalogue.ts';
import type { LedgerChanges } from './changes.ts';
import type { LedgerContacts } from './contacts.ts';
import type { LedgerCredits } from './credits.ts';
import type { LedgerInvoices } from './documents.ts';
import type { LedgerHistory } from './history.ts';
import type { LedgerOpenInvoices } from './open-invoices.ts';
import type { LedgerOverpayments } from './overpayments.ts';
import type { LedgerPayments } from './payments.ts';
import type { LedgerPeriods } from './periods.ts';
import type { LedgerRefunds } from './refunds.ts';
import type { LedgerReversals } from './reversals.ts';
import type { LedgerTracking } from './tracking.ts';

/** What not every ledger has. */
export type LedgerCapability =
  | 'payments'
  | 'credits'
  | 'tracking'
  | 'history'
  | 'amendments'
  | 'openInvoices'
  | 'overpayments'
  | 'refunds'
  | 'reversals'
  | 'changes'
  | 'periods';

/**
 * The books of one operator, by what can be done in them. Every ledger has customers, invoices and a
 * catalogue; of the rest it says `undefined` to what it lacks, and we do without. Every write takes an
 * idempotency key; the same key must come with the same drafts.
 * @throws ProviderError when the call as a whole failed; DeferredError when caps demand a wait.
 */
export interface Ledger {
  /** So many drafts fit into one call. */
  readonly elementsPerCall: number;
  readonly catalogue: LedgerCatalogue;
  readonly contacts: LedgerContacts;
  readonly invoices: LedgerInvoices;
  readonly payments: LedgerPayments | undefined;
  readonly credits: LedgerCredits | undefined;
  readonly tracking: LedgerTracking | undefined;
  readonly history: LedgerHistory | undefined;
  readonly changes?: LedgerChanges | undefined;
  readonly periods?: LedgerPeriods | undefined;
  readonly amendments?: LedgerAmendments | undefined;
  readonly openInvoices?: LedgerOpenInvoices | undefined;
  /** Only where the stage asks for the right to it. */
  readonly overpayments?: LedgerOverpayments | undefined;
  readonly refunds?: LedgerRefunds | undefined;
  readonly reversals?: LedgerReversals | undefined;
  /** Page on which a person sees the document. */
  documentUrl(kind: DocumentKind, targetId: string): string;
}

/**
 * Gives the books of an operator. With `accountId` only the books of that company: once another one
 * is connected, every call throws DeferredError and nothing is sent.
 */
export type LedgerFor = (operatorId: string, accountId?: string) => Ledger;
