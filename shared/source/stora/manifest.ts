import type { SourceManifest } from '../../contracts/source-manifest.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Each scope of the API begins with it; those of signing in do not. */
const scopePrefix = 'public.';

/** Stora, as its public guides and its API 2025-09 describe it. */
export const storaManifest: SourceManifest = {
  name: 'Stora',
  scopeWords: {
    whole: {},
    byResource: {
      prefix: scopePrefix,
      names: { webhook_endpoint: 'notifications to us', timeline_event: 'timeline notes' },
    },
  },
  endingWords: 'We switch off our notifications there and stop reading and writing.',
  otherAccountWords: 'documents made there from now on are sent to your books.',
  oauth: {
    // In the order of the partner application, so that they can be compared by eye.
    scopes: [
      'public.contact:read',
      'public.contact:write',
      'public.credit_note:read',
      'public.invoice:read',
      'public.product:read',
      'public.protection_level:read',
      'public.site:read',
      'public.timeline_event:write',
      'public.timeline_source:read',
      'public.timeline_template:read',
      'public.unit_type:read',
      'public.webhook_endpoint:read',
      'public.webhook_endpoint:write',
    ].join(' '),
    clientAuthentication: 'body',
  },
  // Doorkeeper's default, and the `expires_in` of Stora's examples; its refresh tokens have no end.
  rhythm: { accessTokenMs: 2 * hourMs, aheadMs: 30 * minuteMs, idleLimitMs: undefined },
  limits: {
    windows: [
      { limit: 10, windowMs: 1_000 },
      { limit: 60, windowMs: minuteMs },
    ],
    concurrent: null,
  },
  sharedCap: { callsPerMinute: null, typicalCallMs: 250 },
  // Stora keeps an answer for 24 hours; an hour of it is margin.
  keyMemoryMs: 23 * hourMs,
  // Of the orders in its examples; an invoice itself does not say how it was paid.
  paymentMethods: { card: 'Card', bacs_debit: 'Direct Debit (Bacs)' },
  signatureHeader: 'x-stora-signature',
  confirmedEvents: ['contact.created', 'invoice.created', 'invoice.paid', 'credit_note.created'],
  // Only contacts can be deleted; documents are voided.
  deletions: ['contact.deleted'],
  // Deletions are left out: a contact that is gone stays in the books.
  tellsOf: {
    'contact.created': { kind: 'contact', statuses: [] },
    'contact.updated': { kind: 'contact', statuses: [] },
    'credit_note.created': { kind: 'credit_note', statuses: [] },
    'invoice.created': {
      kind: 'invoice',
      statuses: ['draft', 'open', 'uncollectible', 'void', 'paid'],
    },
    'invoice.finalized': { kind: 'invoice', statuses: ['draft', 'open'] },
    'invoice.updated': { kind: 'invoice', statuses: ['draft', 'open', 'uncollectible'] },
    'invoice.paid': { kind: 'invoice', statuses: ['paid'] },
    'invoice.voided': { kind: 'invoice', statuses: ['void'] },
    'invoice.marked_uncollectible': { kind: 'invoice', statuses: ['uncollectible'] },
    'deal.created': { kind: 'deal', statuses: [] },
    'deal.updated': { kind: 'deal', statuses: [] },
    'deal.won': { kind: 'deal', statuses: [] },
    'deal.lost': { kind: 'deal', statuses: [] },
    'order.created': { kind: 'order', statuses: [] },
    'order.updated': { kind: 'order', statuses: [] },
    'order.finalized': { kind: 'order', statuses: [] },
    'order.completed': { kind: 'order', statuses: [] },
    'tenancy.created': { kind: 'tenancy', statuses: [] },
    'tenancy.updated': { kind: 'tenancy', statuses: [] },
    'subscription.created': { kind: 'tenancy', statuses: [] },
    'subscription.updated': { kind: 'tenancy', statuses: [] },
    'subscription.cancelled': { kind: 'tenancy', statuses: [] },
  },
  scopes: {
    // Each is named on a public page of Stora's.
    neededForBooks: [
      'public.contact:read',
      'public.credit_note:read',
      'public.invoice:read',
      'public.site:read',
      'public.webhook_endpoint:read',
      'public.webhook_endpoint:write',
    ],
    prefix: scopePrefix,
    writeTimeline: 'public.timeline_event:write',
    writeContacts: 'public.contact:write',
  },
};
