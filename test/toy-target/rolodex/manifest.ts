import type { TargetManifest } from '../../contracts/provider-manifest.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Rolodex, an address book: it takes customers, and no documents. */
export const rolodexManifest: TargetManifest = {
  name: 'Rolodex',
  kinds: ['contact'],
  scopeWords: { whole: { 'entries.write': 'read and write entries' } },
  endingWords: 'We stop reading and writing there. Entries that are in your book stay.',
  otherAccountWords: 'customers from now on go there.',
  oauth: { scopes: 'entries.write', clientAuthentication: 'basic' },
  rhythm: { accessTokenMs: 60 * minuteMs, aheadMs: 20 * minuteMs, idleLimitMs: 30 * dayMs },
  limits: { windows: [{ limit: 120, windowMs: minuteMs }], concurrent: 2 },
  sharedCap: { callsPerMinute: 3_000, typicalCallMs: 200 },
  keyMemoryMs: 9 * minuteMs,
  remedies: {
    contact_invalid: 'Correct the customer in {source}: Rolodex wants a name and a whole e-mail.',
  },
};
