import type { ListedDocument, Source } from '../../ports/source.ts';

/**
 * The source, which is not asked for invoices that came along with a list of credit notes: one by one they
 * would take more calls than the documents of the run.
 */
export function sourceKnowing(source: Source, listed: readonly ListedDocument[]): Source {
  const known = new Map(
    listed.flatMap(({ invoice }) => (invoice?.ok ? [[invoice.value.record.id, invoice]] : [])),
  );
  return {
    charges: source.charges,
    searchContacts: (name) => source.searchContacts(name),
    getInvoice: async (invoiceId, happenedAt) =>
      known.get(invoiceId) ?? source.getInvoice(invoiceId, happenedAt),
    getContact: (contactId) => source.getContact(contactId),
    getCreditNote: (creditNoteId, happenedAt) => source.getCreditNote(creditNoteId, happenedAt),
    listInvoices: (list) => source.listInvoices(list),
    listContacts: (list) => source.listContacts(list),
    listCreditNotes: (list) => source.listCreditNotes(list),
    listDocuments: (list) => source.listDocuments(list),
    getDeal: (dealId) => source.getDeal(dealId),
    getOrder: (orderId) => source.getOrder(orderId),
    getTenancy: (tenancyId) => source.getTenancy(tenancyId),
    listSales: (list) => source.listSales(list),
    patchOrderMetadata: (orderId, patch) => source.patchOrderMetadata(orderId, patch),
    patchContactMetadata: (contactId, patch) => source.patchContactMetadata(contactId, patch),
    prepareTimeline: (notBeforeEpochMs) => source.prepareTimeline(notBeforeEpochMs),
    createTimelineEvent: (note, key) => source.createTimelineEvent(note, key),
    createWebhookEndpoint: (registration, key) => source.createWebhookEndpoint(registration, key),
    setWebhookEvents: (id, eventTypes) => source.setWebhookEvents(id, eventTypes),
    listWebhookEndpoints: () => source.listWebhookEndpoints(),
    disableWebhookEndpoint: (id, key) => source.disableWebhookEndpoint(id, key),
  };
}
