import type { DocumentKind } from '../../contracts/ids.ts';
import type { Ledger } from '../../ports/ledger/ledger.ts';
import type { ProviderCallParts } from '../../runtime/provider-call.ts';
import type { XeroSettings } from './settings.ts';
import { XeroAmendments } from './xero-amendments.ts';
import { XeroApi } from './xero-api.ts';
import { XeroChanges } from './xero-changes.ts';
import { XeroConnectedCatalogue } from './xero-connected-catalogue.ts';
import { XeroContacts } from './xero-contacts.ts';
import { XeroCredits } from './xero-credits.ts';
import { XeroHistory } from './xero-history.ts';
import { XeroInvoices } from './xero-invoices.ts';
import { XeroLookUps } from './xero-look-ups.ts';
import { XeroOpenInvoices } from './xero-open-invoices.ts';
import { overpaymentScope, XeroOverpayments } from './xero-overpayments.ts';
import { XeroPayments } from './xero-payments.ts';
import { XeroPeriods } from './xero-periods.ts';
import { XeroRefunds } from './xero-refunds.ts';
import { XeroReversals } from './xero-reversals.ts';
import { XeroTracking } from './xero-tracking.ts';

const pages: Record<DocumentKind, string> = {
  invoice: '/AccountsReceivable/View.aspx?InvoiceID=',
  credit_note: '/AccountsReceivable/ViewCreditNote.aspx?creditNoteID=',
};

/** Xero's accounting API for one operator, in the words of the `Ledger` port. */
export class XeroLedger implements Ledger {
  /** Xero advises 50 per call; more make a call slow enough to time out. */
  readonly elementsPerCall = 50;
  readonly catalogue: XeroConnectedCatalogue;
  readonly contacts: XeroContacts;
  readonly invoices: XeroInvoices;
  readonly payments: XeroPayments;
  readonly credits: XeroCredits;
  readonly tracking: XeroTracking;
  readonly history: XeroHistory;
  readonly changes: XeroChanges;
  readonly periods: XeroPeriods;
  readonly amendments: XeroAmendments;
  readonly openInvoices: XeroOpenInvoices;
  readonly overpayments: XeroOverpayments | undefined;
  readonly refunds: XeroRefunds;
  readonly reversals: XeroReversals;
  readonly #appBaseUrl: string;

  constructor(settings: XeroSettings, parts: ProviderCallParts) {
    const api = new XeroApi(settings.apiBaseUrl, parts);
    const lookUps = new XeroLookUps(api);
    const catalogue = new XeroConnectedCatalogue(api, parts);
    this.catalogue = catalogue;
    this.contacts = new XeroContacts(api, lookUps);
    this.invoices = new XeroInvoices(api, lookUps);
    this.payments = new XeroPayments(api, lookUps);
    this.credits = new XeroCredits(api, lookUps);
    this.tracking = new XeroTracking(api, () => catalogue.forgetTracking());
    this.history = new XeroHistory(api);
    this.changes = new XeroChanges(api);
    this.periods = new XeroPeriods(api);
    this.amendments = new XeroAmendments(api);
    this.openInvoices = new XeroOpenInvoices(lookUps);
    const mayReceive = settings.scopes.split(' ').includes(overpaymentScope);
    this.overpayments = mayReceive ? new XeroOverpayments(api, lookUps) : undefined;
    this.refunds = new XeroRefunds(api);
    this.reversals = new XeroReversals(api);
    this.#appBaseUrl = settings.appBaseUrl;
  }

  documentUrl(kind: DocumentKind, targetId: string): string {
    return `${this.#appBaseUrl}${pages[kind]}${targetId}`;
  }
}
