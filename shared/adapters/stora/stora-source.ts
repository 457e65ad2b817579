import * as z from 'zod/mini';
import type { StoraSettings } from '../../contracts/provider-settings.ts';
import { storaContact, storaCreditNote, storaInvoice } from '../../contracts/stora-resources.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Source, TimelineNote, WebhookRegistration } from '../../ports/source.ts';
import type { ProviderCallParts } from '../../runtime/provider-call.ts';
import { StoraApi } from './stora-api.ts';

const endpointShape = z.looseObject({
  id: z.string(),
  url: z.string(),
  status: z.string(),
  secret: z.nullish(z.string()),
});

const named = z.looseObject({ id: z.string(), name: z.string() });

/** Stora creates source and template on request; until then notes wait and are not given up. */
const setUpRetrySeconds = 900;

interface TimelineIds {
  sourceId: string;
  templateId: string;
}

/** Stora's public API for one operator, in the words of the `Source` port. */
export class StoraSource implements Source {
  readonly #api: StoraApi;
  readonly #settings: StoraSettings;
  readonly #clock: Clock;
  #timelineSourceId: string | undefined;
  #timelineTemplateId: string | undefined;
  #timelineReadAtEpochMs = 0;

  constructor(settings: StoraSettings, parts: ProviderCallParts) {
    this.#settings = settings;
    this.#clock = parts.clock;
    this.#api = new StoraApi(settings.apiBaseUrl, parts);
  }

  async getContact(contactId: string) {
    const path = `/contacts/${encodeURIComponent(contactId)}`;
    return (await this.#api.find(path, z.looseObject({ contact: storaContact })))?.contact;
  }

  async getInvoice(invoiceId: string) {
    const path = `/invoices/${encodeURIComponent(invoiceId)}?expand=contact,site`;
    return (await this.#api.find(path, z.looseObject({ invoice: storaInvoice })))?.invoice;
  }

  async getCreditNote(creditNoteId: string) {
    const path = `/credit_notes/${encodeURIComponent(creditNoteId)}?expand=contact,site`;
    return (await this.#api.find(path, z.looseObject({ credit_note: storaCreditNote })))
      ?.credit_note;
  }

  async patchContactMetadata(
    contactId: string,
    patch: Record<string, string | null>,
  ): Promise<void> {
    // Stora takes an empty object for "delete every key", of all integrations.
    if (Object.keys(patch).length === 0) throw new Error('An empty metadata patch is never sent.');
    const path = `/contacts/${encodeURIComponent(contactId)}`;
    await this.#api.write({ method: 'PATCH', path, body: { metadata: patch } }, z.unknown());
  }

  async prepareTimeline(notBeforeEpochMs = 0): Promise<void> {
    if (this.#timelineReadAtEpochMs < notBeforeEpochMs) this.#timelineSourceId = undefined;
    await this.#resolveTimelineIds();
  }

  async createTimelineEvent(note: TimelineNote, idempotencyKey: string): Promise<void> {
    const ids = await this.#resolveTimelineIds();
    const body = {
      source: { id: ids.sourceId },
      template: { id: ids.templateId },
      description: note.text,
      external: { id: note.externalId, ...(note.externalUrl ? { url: note.externalUrl } : {}) },
      variables: { summary: note.text },
      ...reference('contact', note.contactSourceId),
      ...reference('site', note.siteSourceId),
      ...reference('invoice', note.invoiceSourceId),
    };
    await this.#api.write(
      { method: 'POST', path: '/timeline/events', body, idempotencyKey },
      z.unknown(),
    );
  }

  async createWebhookEndpoint(registration: WebhookRegistration, idempotencyKey: string) {
    const body = {
      name: registration.name,
      url: registration.url,
      api_version: this.#settings.webhookApiVersion,
      event_types: this.#settings.webhookEventTypes,
      metadata: registration.metadata,
    };
    const answer = await this.#api.write(
      { method: 'POST', path: '/webhook_endpoints', body, idempotencyKey },
      z.looseObject({ endpoint: z.looseObject({ id: z.string(), secret: z.string() }) }),
    );
    return { sourceEndpointId: answer.endpoint.id, secret: answer.endpoint.secret };
  }

  async listWebhookEndpoints() {
    const endpoints = await this.#api.listAll('/webhook_endpoints', 'endpoints', endpointShape);
    return endpoints.map((endpoint) => ({
      sourceEndpointId: endpoint.id,
      url: endpoint.url,
      isEnabled: endpoint.status === 'enabled',
    }));
  }

  async disableWebhookEndpoint(sourceEndpointId: string, idempotencyKey: string): Promise<void> {
    const path = `/webhook_endpoints/${encodeURIComponent(sourceEndpointId)}/disable`;
    await this.#api.write({ method: 'POST', path, body: {}, idempotencyKey }, z.unknown());
  }

  /**
   * Stora sets both up for the partner; they are known by name, and stay for the worker's life. Each
   * is kept as soon as it is known: under a slow pace the second read may be another receive's.
   */
  async #resolveTimelineIds(): Promise<TimelineIds> {
    const { timelineSourceName, timelineTemplateName } = this.#settings;
    this.#timelineSourceId ??= await this.#idOf('source', timelineSourceName);
    const sourceId = this.#timelineSourceId;
    this.#timelineTemplateId ??= await this.#idOf('template', timelineTemplateName);
    return { sourceId, templateId: this.#timelineTemplateId };
  }

  async #idOf(what: 'source' | 'template', name: string): Promise<string> {
    const list = await this.#api.listAll(`/timeline/${what}s`, `${what}s`, named);
    this.#timelineReadAtEpochMs = this.#clock.nowEpochMs();
    const found = list.find((candidate) => candidate.name === name);
    if (found !== undefined) return found.id;
    throw new DeferredError(`timeline_${what}_missing`, setUpRetrySeconds);
  }
}

function reference(name: string, id: string | undefined): Record<string, { id: string }> {
  return id === undefined ? {} : { [name]: { id } };
}
