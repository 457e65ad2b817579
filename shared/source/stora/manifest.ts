import type { ProviderManifest } from '../../contracts/provider-manifest.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Stora, as its public guides and its API 2025-09 describe it. */
export const storaManifest: ProviderManifest = {
  name: 'Stora',
  endingWords: 'We switch off our notifications there and stop reading and writing.',
  otherAccountWords: 'documents made there from now on are sent to your books.',
  oauth: {
    // In the order of the partner application, so that they can be compared by eye.
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
};
