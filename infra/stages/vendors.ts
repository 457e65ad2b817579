/** What is the same at every stage because the vendors fix it; addresses and names differ per stage. */
export const storaAgreement = {
  // Space separated and in the order of the partner application, so that they can be compared by eye.
  scopes: [
    'public.contact:read',
    'public.contact:write',
    'public.credit_note:read',
    'public.invoice:read',
    'public.site:read',
    'public.timeline_event:write',
    'public.timeline_source:read',
    'public.timeline_template:read',
    'public.webhook_endpoint:read',
    'public.webhook_endpoint:write',
  ].join(' '),
  clientAuthentication: 'body',
  webhookApiVersion: '2025-09',
  webhookEventTypes: [
    'contact.created',
    'contact.updated',
    'contact.deleted',
    'invoice.created',
    'invoice.updated',
    'invoice.finalized',
    'invoice.paid',
    'invoice.voided',
    'invoice.marked_uncollectible',
    'credit_note.created',
  ],
  // Retries may carry the first delivery's timestamp, so three days cover the longest known retry horizon.
  webhookMaxAgeSeconds: 259_200,
  webhookMaxAheadSeconds: 300,
  timelineSourceName: 'Rollerdoor',
  timelineTemplateName: 'Ledger document',
} as const;

/** Caps per operator, from the rate-limit guide of API 2025-09. */
export const storaLimits = {
  windows: [
    { limit: 10, windowMs: 1_000 },
    { limit: 60, windowMs: 60_000 },
  ],
  concurrent: null,
} as const;

export const xeroAgreement = {
  scopes: [
    'openid',
    'profile',
    'email',
    'offline_access',
    'accounting.invoices',
    'accounting.payments',
    'accounting.contacts',
    'accounting.settings',
  ].join(' '),
  clientAuthentication: 'basic',
} as const;

/** Caps per organisation, from Xero's API limits. */
export const xeroLimits = {
  windows: [
    { limit: 60, windowMs: 60_000 },
    { limit: 5_000, windowMs: 86_400_000 },
  ],
  concurrent: 5,
} as const;

/**
 * Caps over all operators together, which only the number of workers can keep. Xero counts 10,000 calls
 * a minute per application; Stora names none. A typical call time is an estimate on the fast side, so that the number of workers stays low.
 */
export const sharedCaps = {
  stora: { callsPerMinute: null, typicalCallMs: 250 },
  xero: { callsPerMinute: 10_000, typicalCallMs: 300 },
} as const;
