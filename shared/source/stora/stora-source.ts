import * as z from 'zod/mini';
import { DeferredError } from '../../domain/errors/errors.ts';
import { EventsRefusedError } from '../../domain/intake/events-refused-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type {
  DocumentList,
  DocumentPage,
  SaleList,
  SalePage,
  Source,
  TimelineNote,
  WebhookRegistration,
} from '../../ports/source.ts';
import type { Shown } from '../../ports/source-reader.ts';
import type { ProviderCallParts } from '../../runtime/provider-call.ts';
import { isExpandedContact } from './read-contact.ts';
import type { StoraSettings } from './settings.ts';
import { StoraApi, type Wishes } from './stora-api.ts';
import { StoraCharges } from './stora-charges.ts';
import { listStoraDocuments } from './stora-documents.ts';
import { listedContact, listedCreditNote, listedInvoice, pageOf } from './stora-listings.ts';
import { showContact, showCreditNote, showInvoice, showOrder } from './stora-reader.ts';
import { StoraRefusal } from './stora-refusal.ts';
import {
  type StoraContact,
  type StoraCreditNote,
  type StoraInvoice,
  storaContact,
  storaCreditNote,
  storaInvoice,
  storaSite,
} from './stora-resources.ts';
import { storaOrder } from './stora-sale-resources.ts';
import { StoraSales } from './stora-sales.ts';

const endpointShape = z.looseObject({
  /** As in `we_…`. */
  id: z.string(),
  url: z.string(),
  status: z.string(),
  secret: z.nullish(z.string()),
});

const answeredContact = z.looseObject({ contact: storaContact });
const answeredOrder = z.looseObject({ order: storaOrder });

const named = z.looseObject({ id: z.string(), name: z.string() });

/** Looked for once per customer of a name that stands in the ledger: no reason to read all contacts. */
const searchPagesMax = 3;

/** Stora creates source and template on request; until then notes wait and are not given up. */
const setUpRetrySeconds = 900;

type InvoiceList = Parameters<Source['listInvoices']>[0];
type CreditNoteList = Parameters<Source['listCreditNotes']>[0];

interface TimelineIds {
  sourceId: string;
  templateId: string;
}

/** Stora's public API for one operator, in the words of the `Source` port. */
export class StoraSource implements Source {
  readonly charges: StoraCharges;
  readonly #api: StoraApi;
  readonly #sales: StoraSales;
  readonly #settings: StoraSettings;
  readonly #clock: Clock;
  #timelineSourceId: string | undefined;
  #timelineTemplateId: string | undefined;
  #timelineReadAtEpochMs = 0;
  #timelineMissing: { reason: string; untilEpochMs: number } | undefined;

  constructor(settings: StoraSettings, parts: ProviderCallParts) {
    this.#settings = settings;
    this.#clock = parts.clock;
    this.#api = new StoraApi(settings.apiBaseUrl, parts);
    this.charges = new StoraCharges(this.#api);
    // What is refused to the sales side is still asked for where books need it.
    this.#sales = new StoraSales(new StoraApi(settings.apiBaseUrl, parts));
  }

  async getContact(contactId: string) {
    const contact = await this.#findContact(contactId);
    return contact && showContact(contact);
  }

  async getInvoice(invoiceId: string, happenedAt?: string) {
    const path = `/invoices/${encodeURIComponent(invoiceId)}`;
    const found = await this.#api.find(path, z.looseObject({ invoice: storaInvoice }), expanded);
    return found && showInvoice(await this.#withParties(found.invoice), happenedAt);
  }

  async getCreditNote(creditNoteId: string, happenedAt?: string) {
    const path = `/credit_notes/${encodeURIComponent(creditNoteId)}`;
    const schema = z.looseObject({ credit_note: storaCreditNote });
    const found = await this.#api.find(path, schema, expanded);
    return found && showCreditNote(await this.#withParties(found.credit_note), happenedAt);
  }

  async listInvoices({ page, statuses, happenedAt }: InvoiceList) {
    const list = { path: '/invoices', key: 'invoices', item: storaInvoice };
    const wishes: Wishes = statuses ? { status: statuses.join(',') } : {};
    const found = await this.#api.listPage(list, page, wishes);
    // A wish that is refused, or not known, is no wish: then all of them come along.
    const isWanted = (invoice: StoraInvoice) => statuses?.includes(invoice.status) ?? true;
    const records = found.records.filter(isWanted);
    return pageOf({ ...found, records }, (invoice) => listedInvoice(invoice, happenedAt));
  }

  async searchContacts(name: string) {
    const list = { path: '/contacts', key: 'contacts', item: storaContact };
    const found: Array<{ sourceId: string; name: string }> = [];
    // Where the search is not known, or refused, all contacts come: these pages may be all there are.
    for (let page = 1; page <= searchPagesMax; page += 1) {
      const { records, next, unreadable } = await this.#api.listPage(list, page, { search: name });
      if (unreadable > 0) return undefined;
      for (const { id, full_name } of records) found.push({ sourceId: id, name: full_name ?? '' });
      if (next === undefined) return found;
    }
    return undefined;
  }

  async listContacts({ page, updatedAfter }: { page: number; updatedAfter: string }) {
    const list = { path: '/contacts', key: 'contacts', item: storaContact };
    const sorting = { sort_by: 'updated_at', sort_direction: 'DESC' };
    const wishes = { updated_after: updatedAfter, ...sorting };
    return pageOf(await this.#api.listPage(list, page, wishes), listedContact);
  }

  async listCreditNotes({ page, createdAfter, happenedAt }: CreditNoteList) {
    const list = { path: '/credit_notes', key: 'credit_notes', item: storaCreditNote };
    const found = await this.#api.listPage(list, page, { created_after: createdAfter });
    return pageOf(found, (note) => listedCreditNote(note, happenedAt));
  }

  getDeal(dealId: string) {
    return this.#sales.deal(dealId);
  }

  getOrder(orderId: string) {
    return this.#sales.order(orderId);
  }

  getTenancy(tenancyId: string) {
    return this.#sales.tenancy(tenancyId);
  }

  listSales(list: SaleList): Promise<SalePage> {
    return this.#sales.list(list);
  }

  listDocuments(list: DocumentList): Promise<DocumentPage> {
    return listStoraDocuments(this.#api, list);
  }

  async patchContactMetadata(
    contactId: string,
    patch: Record<string, string | null>,
  ): Promise<Shown<'contact'> | undefined> {
    const answer = await this.#patchMetadata(`/contacts/${encodeURIComponent(contactId)}`, patch);
    // It was written, whatever the answer looks like.
    const answered = z.safeParse(answeredContact, answer);
    return answered.success ? showContact(answered.data.contact) : undefined;
  }

  async patchOrderMetadata(
    orderId: string,
    patch: Record<string, string | null>,
  ): Promise<Shown<'order'> | undefined> {
    const answer = await this.#patchMetadata(`/orders/${encodeURIComponent(orderId)}`, patch);
    const answered = z.safeParse(answeredOrder, answer);
    return answered.success ? showOrder(answered.data.order) : undefined;
  }

  async #patchMetadata(path: string, patch: Record<string, string | null>): Promise<unknown> {
    // Stora takes an empty object for "delete every key", of all integrations.
    if (Object.keys(patch).length === 0) throw new Error('An empty metadata patch is never sent.');
    const body = { metadata: patch };
    return this.#api.write({ method: 'PATCH', path, body }, z.unknown());
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
      ...reference('tenancy', note.tenancySourceId),
    };
    await this.#api.write(
      { method: 'POST', path: '/timeline/events', body, idempotencyKey },
      z.unknown(),
    );
  }

  async createWebhookEndpoint(registration: WebhookRegistration, idempotencyKey: string) {
    const { eventTypes = this.#settings.webhookEventTypes, metadata, ...named } = registration;
    const body = {
      ...named,
      api_version: this.#settings.webhookApiVersion,
      event_types: eventTypes,
    };
    const create = (extra: Record<string, unknown>, key: string) =>
      this.#api.write(
        {
          method: 'POST',
          path: '/webhook_endpoints',
          body: { ...body, ...extra },
          idempotencyKey: key,
        },
        z.looseObject({ endpoint: z.looseObject({ id: z.string(), secret: z.string() }) }),
      );
    const { endpoint } = await telling(eventTypes, async () => {
      try {
        return await create({ metadata }, idempotencyKey);
      } catch (error) {
        if (!(error instanceof StoraRefusal) || !error.pointsAt('metadata')) throw error;
        // Recovery: metadata only help people who look; under the used key the refusal is stored.
        return create({}, `${idempotencyKey}-plain`);
      }
    });
    return { sourceEndpointId: endpoint.id, secret: endpoint.secret, eventTypes };
  }

  async setWebhookEvents(sourceEndpointId: string, eventTypes: string[]): Promise<void> {
    const path = `/webhook_endpoints/${encodeURIComponent(sourceEndpointId)}`;
    const body = { event_types: eventTypes };
    await telling(eventTypes, () => this.#api.write({ method: 'PATCH', path, body }, z.unknown()));
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

  async #findContact(contactId: string): Promise<StoraContact | undefined> {
    const path = `/contacts/${encodeURIComponent(contactId)}`;
    return (await this.#api.find(path, z.looseObject({ contact: storaContact })))?.contact;
  }

  /** The record with its customer and its site, where the answer only names them. */
  async #withParties<T extends StoraInvoice | StoraCreditNote>(record: T): Promise<T> {
    const { contact, site } = record;
    const isBare = !isExpandedContact(contact);
    const fullContact = isBare ? await this.#findContact(contact.id) : undefined;
    const fullSite = site != null && site.name == null ? await this.#findSite(site.id) : undefined;
    return {
      ...record,
      ...(fullContact === undefined ? {} : { contact: fullContact }),
      ...(fullSite === undefined ? {} : { site: fullSite }),
    };
  }

  async #findSite(siteId: string) {
    const path = `/sites/${encodeURIComponent(siteId)}`;
    return (await this.#api.find(path, z.looseObject({ site: storaSite })))?.site;
  }

  /**
   * Stora sets both up for the partner; they are known by name, and stay for the worker's life. Each
   * is kept as soon as it is known: under a slow pace the second read may be another receive's.
   */
  async #resolveTimelineIds(): Promise<TimelineIds> {
    const { timelineSourceName, timelineTemplateName } = this.#settings;
    // For every document of a month end it would be asked in vain.
    const waitMs = (this.#timelineMissing?.untilEpochMs ?? 0) - this.#clock.nowEpochMs();
    if (this.#timelineMissing !== undefined && waitMs > 0)
      throw new DeferredError(this.#timelineMissing.reason, Math.ceil(waitMs / 1_000));
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
    const reason = `timeline_${what}_missing`;
    const untilEpochMs = this.#timelineReadAtEpochMs + setUpRetrySeconds * 1_000;
    this.#timelineMissing = { reason, untilEpochMs };
    throw new DeferredError(reason, setUpRetrySeconds);
  }
}

/** Inferred for single documents; without it the parties are read by themselves. */
const expanded = { expand: 'contact,site' };

/** Names as they are written in Stora's list of event types. */
const eventNames = /[a-z_]+(?:\.[a-z_]+)+/g;

/** Tells a refusal of event types, or one that does not say of what, from every other. */
async function telling<T>(sent: string[], write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    // Recovery: the caller's, who knows what else may be sent.
    if (!(error instanceof StoraRefusal) || !error.isOfContent()) throw error;
    if (error.pointsElsewhere('event_types')) throw error;
    const pointed = error.placesIn('event_types').flatMap((place) => sent[place] ?? []);
    const mentioned = error.wordsLike(eventNames);
    throw new EventsRefusedError(error.failure, { sent, hints: { pointed, mentioned } });
  }
}

function reference(name: string, id: string | undefined): Record<string, { id: string }> {
  return id === undefined ? {} : { [name]: { id } };
}
