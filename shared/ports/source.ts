import type { StoraContact, StoraCreditNote, StoraInvoice } from '../contracts/stora-resources.ts';

export interface TimelineNote {
  text: string;
  /** Stable id of what happened, so that a double is recognisable. */
  externalId: string;
  externalUrl?: string;
  contactSourceId?: string;
  siteSourceId?: string;
  invoiceSourceId?: string;
}

export interface WebhookRegistration {
  url: string;
  name: string;
  metadata: Record<string, string>;
  /** Absent: every type that we would like to hear of. */
  eventTypes?: string[];
}

/** One page of a list, 100 records at most. */
export interface SourcePage<T> {
  records: T[];
  /** Undefined on the last page. */
  next: number | undefined;
  /** Entries that could not be read. */
  unreadable: number;
}

/**
 * Stora, for one operator. Creates carry an idempotency key.
 * @throws ProviderError with its disposition; DeferredError when the caps demand a wait.
 */
export interface Source {
  getContact(contactId: string): Promise<StoraContact | undefined>;
  getInvoice(invoiceId: string): Promise<StoraInvoice | undefined>;
  getCreditNote(creditNoteId: string): Promise<StoraCreditNote | undefined>;
  /**
   * Invoices, the latest first, where the source lets us choose in these statuses only. What it does
   * not let us choose comes along: the caller looks at each.
   */
  listInvoices(list: { page: number; statuses?: string[] }): Promise<SourcePage<StoraInvoice>>;
  /** Contacts, the latest changed first where the source lets us sort. */
  listContacts(list: { page: number; updatedAfter: string }): Promise<SourcePage<StoraContact>>;
  /** Credit notes, the latest first. */
  listCreditNotes(list: {
    page: number;
    createdAfter: string;
  }): Promise<SourcePage<StoraCreditNote>>;
  /** Merges; an empty patch is refused here because Stora takes `{}` for "wipe everything". */
  patchContactMetadata(contactId: string, patch: Record<string, string | null>): Promise<void>;
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
