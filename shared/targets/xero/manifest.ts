import type { TargetManifest } from '../../contracts/provider-manifest.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Xero, as its developer pages describe it. */
export const xeroManifest: TargetManifest = {
  name: 'Xero',
  kinds: ['contact', 'invoice', 'credit_note'],
  endingWords: 'We stop reading and writing there. Documents that are in your books stay.',
  otherAccountWords: 'documents from now on go there.',
  oauth: {
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
  },
  // Access tokens live for 30 minutes; refresh tokens die after 60 days without use.
  rhythm: { accessTokenMs: 30 * minuteMs, aheadMs: 15 * minuteMs, idleLimitMs: 60 * dayMs },
  limits: {
    windows: [
      { limit: 60, windowMs: minuteMs },
      { limit: 5_000, windowMs: dayMs },
    ],
    concurrent: 5,
  },
  // Xero counts 10,000 calls a minute per application.
  sharedCap: { callsPerMinute: 10_000, typicalCallMs: 300 },
  // Its memory is about 6 minutes. A repeat may itself be under way for a minute, and half a minute is
  // for waiting on the caps.
  keyMemoryMs: 4.5 * minuteMs,
  remedies: {},
};
