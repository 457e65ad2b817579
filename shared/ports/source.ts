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
}

/**
 * Stora, for one operator. Creates carry an idempotency key.
 * @throws ProviderError with its disposition; DeferredError when the caps demand a wait.
 */
export interface Source {
  getContact(contactId: string): Promise<StoraContact | undefined>;
  getInvoice(invoiceId: string): Promise<StoraInvoice | undefined>;
  getCreditNote(creditNoteId: string): Promise<StoraCreditNote | undefined>;
  /** Merges; an empty patch is refused here because Stora takes `{}` for "wipe everything". */
  patchContactMetadata(contactId: string, patch: Record<string, string | null>): Promise<void>;
  /**
   * Reads what events need, unless that was done already (given an instant: after it). Without it the
   * first event reads it itself, and then a failure does not tell whether the event was sent.
   */
  prepareTimeline(notBeforeEpochMs?: number): Promise<void>;
  createTimelineEvent(note: TimelineNote, idempotencyKey: string): Promise<void>;
  createWebhookEndpoint(
    registration: WebhookRegistration,
    idempotencyKey: string,
  ): Promise<{ sourceEndpointId: string; secret: string }>;
  listWebhookEndpoints(): Promise<
    Array<{ sourceEndpointId: string; url: string; isEnabled: boolean }>
  >;
  disableWebhookEndpoint(sourceEndpointId: string, idempotencyKey: string): Promise<void>;
}

/** Gives the client for one operator. */
export type SourceFor = (operatorId: string) => Source;
