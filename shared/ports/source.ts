import type { DocumentKind, RecordKind, SaleKind } from '../contracts/ids.ts';
import type { SourceCharges } from './source-charges.ts';
import type { Shown } from './source-reader.ts';

export interface TimelineNote {
  text: string;
  /** Stable id of what happened, so that a double is recognisable. */
  externalId: string;
  externalUrl?: string;
  contactSourceId?: string;
  siteSourceId?: string;
  invoiceSourceId?: string;
  tenancySourceId?: string;
}

export interface WebhookRegistration {
  url: string;
  name: string;
  metadata: Record<string, string>;
  /** Absent: every type that we would like to hear of. */
  eventTypes?: string[];
}

/** A record on a list, with the times that lists are ordered by. */
export interface Listed<K extends RecordKind> {
  shown: Shown<K>;
  createdAt: string | undefined;
  changedAt: string | undefined;
}

/** Identity, time and sum of an invoice are told also where the rest of it cannot be read. */
export interface ListedInvoice extends Listed<'invoice'> {
  sourceId: string;
  /** When it became a document; undefined where it is none, or is void. */
  issuedAt: string | undefined;
  currency: string;
  totalMinor: number;
}

/** One page of a list, 100 records at most. */
export interface SourcePage<T> {
  entries: T[];
  /** Undefined on the last page. */
  next: number | undefined;
  /** Entries that could not be read. */
  unreadable: number;
}

/** A document on a list, with the source's own form of it, as a webhook would carry it. */
export interface ListedDocument extends Listed<DocumentKind> {
  kind: DocumentKind;
  sourceId: string;
  /** Undefined where only the id of it could be read. */
  resource: unknown;
  /** The invoice of a credit note, where the list shows it in full. */
  invoice?: Shown<'invoice'>;
}

/** Which records of the sales side; a source that cannot choose gives others too. */
export interface SaleList {
  kind: SaleKind;
  page: number;
  /** ISO time. */
  updatedAfter: string;
}

export type SalePage = SourcePage<Listed<SaleKind>>;

/** Which documents: created from the one instant on and before the other; ISO times. */
export interface DocumentList {
  kind: DocumentKind;
  page: number;
  createdFrom: string;
  createdBefore?: string | undefined;
  /** Of documents that bear no time of their own. */
  happenedAt?: string;
}

export interface DocumentPage extends SourcePage<ListedDocument> {
  /** How many documents the list has; undefined where the source does not count them. */
  total: number | undefined;
}

/**
 * The source, for one operator. Creates carry an idempotency key. A document that bears no time of its
 * own was issued at `happenedAt`: when the event happened that asks for it.
 * @throws ProviderError with its disposition; DeferredError when the caps demand a wait.
 */
export interface Source {
  /** Undefined: it does not tell what it charges for; then only invoices do. */
  readonly charges: SourceCharges | undefined;
  /** Undefined, here and below: the source does not know it. */
  getContact(contactId: string): Promise<Shown<'contact'> | undefined>;
  getInvoice(invoiceId: string, happenedAt?: string): Promise<Shown<'invoice'> | undefined>;
  getDeal(dealId: string): Promise<Shown<'deal'> | undefined>;
  getOrder(orderId: string): Promise<Shown<'order'> | undefined>;
  /** With its units and what is paid for them. */
  getTenancy(tenancyId: string): Promise<Shown<'tenancy'> | undefined>;
  getCreditNote(
    creditNoteId: string,
    happenedAt?: string,
  ): Promise<Shown<'credit_note'> | undefined>;
  /** Invoices, the latest first; in these statuses only, where some are named. */
  listInvoices(list: {
    page: number;
    statuses?: string[];
    happenedAt?: string;
  }): Promise<SourcePage<ListedInvoice>>;
  /**
   * Contacts among which are all of this name; others may be, too. Undefined: there are too many to tell,
   * or some could not be read.
   */
  searchContacts(name: string): Promise<Array<{ sourceId: string; name: string }> | undefined>;
  /** Contacts, the latest changed first where the source lets us sort. */
  listContacts(list: {
    page: number;
    updatedAfter: string;
  }): Promise<SourcePage<Listed<'contact'>>>;
  /** Credit notes, the latest first. */
  listCreditNotes(list: {
    page: number;
    createdAfter: string;
    happenedAt?: string;
  }): Promise<SourcePage<Listed<'credit_note'>>>;
  /**
   * Documents of a span, with customer and site in full where the source shows them so, the earliest
   * first: what is added while somebody pages comes behind. A source that cannot sort or choose so gives
   * them in its own order, and others too.
   */
  listDocuments(list: DocumentList): Promise<DocumentPage>;
  /** Records of the sales side, the latest changed, or else the latest made, first. */
  listSales(list: SaleList): Promise<SalePage>;
  /**
   * Merges, and returns the contact as it is then, where the answer tells.
   * @throws Error for an empty patch, which is never sent.
   */
  patchContactMetadata(
    contactId: string,
    patch: Record<string, string | null>,
  ): Promise<Shown<'contact'> | undefined>;
  /** The same of an order. */
  patchOrderMetadata(
    orderId: string,
    patch: Record<string, string | null>,
  ): Promise<Shown<'order'> | undefined>;
  /**
   * Reads what events need, unless that was done already (given an instant: after it). Without it the
   * first event reads it itself, and then a failure does not tell whether the event was sent.
   */
  prepareTimeline(notBeforeEpochMs?: number): Promise<void>;
  createTimelineEvent(note: TimelineNote, idempotencyKey: string): Promise<void>;
  /** @throws EventsRefusedError when it is, or may be, an event type that is refused. */
  createWebhookEndpoint(
    registration: WebhookRegistration,
    idempotencyKey: string,
  ): Promise<{ sourceEndpointId: string; secret: string; eventTypes: string[] }>;
  /** Has the endpoint deliver these types instead. @throws EventsRefusedError as above. */
  setWebhookEvents(sourceEndpointId: string, eventTypes: string[]): Promise<void>;
  listWebhookEndpoints(): Promise<
    Array<{ sourceEndpointId: string; url: string; isEnabled: boolean }>
  >;
  disableWebhookEndpoint(sourceEndpointId: string, idempotencyKey: string): Promise<void>;
}

/** Gives the client for one operator. */
export type SourceFor = (operatorId: string) => Source;
