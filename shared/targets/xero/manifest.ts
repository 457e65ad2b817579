import type { TargetManifest } from '../../contracts/provider-manifest.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Xero, as its developer pages describe it. */
export const xeroManifest: TargetManifest = {
  name: 'Xero',
  kinds: ['contact', 'invoice', 'credit_note'],
  scopeWords: {
    whole: {
      'accounting.invoices': 'read and write invoices and credit notes',
      'accounting.transactions': 'read and write invoices, credit notes and payments',
      'accounting.payments': 'read and write payments',
      'accounting.banktransactions': 'read and write bank transactions (money beyond what was due)',
      'accounting.contacts': 'read and write contacts',
      'accounting.settings': 'read and write accounts, tax rates and tracking',
      'accounting.settings.read': 'read accounts, tax rates and tracking',
    },
  },
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
  // On every answer what is left; on a 429 also `concurrent` or `appminute` for what is no window.
  rateHeaders: {
    problem: 'x-rate-limit-problem',
    minuteRemaining: 'x-minlimit-remaining',
    dayRemaining: 'x-daylimit-remaining',
  },
  // A missing scope is a 401 with this word (Xero, "Response codes"); of a token it says
  // `AuthenticationUnsuccessful`.
  callRefusedWord: 'AuthorizationUnsuccessful',
  // One address for all organisations of an app; tested with calls that are signed wrongly ("intent to receive").
  events: { signatureHeader: 'x-xero-signature', list: 'events', account: 'tenantId' },
  remedies: {
    time_zone_unknown:
      'Choose a time zone in {target} (Settings, General settings, Financial settings), or enter it in the settings under {timeZone}, then try again. Nothing was posted: without it a document could land in the wrong month.',
    voided_in_ledger:
      'Decide which of the two is right: void it at the source, too, or enter it in {target} by hand under another number, with what was received. Nothing more is posted to it, as {target} restores no such document.',
    organisation_not_usable:
      'Check the {target} subscription (limits of the plan, unpaid bills), then try again.',
  },
  messages: {
    tracking_full: 'The ledger has two active tracking categories already, neither for sites.',
    tracking_name_too_long:
      'The name of the site is longer than the 100 characters that a tracking option may have ({detail}).',
  },
  // Beside these, as our mapping takes it of every ledger: names of contacts have up to 255 characters and
  // are unique among active ones, bank accounts bear no lines of an invoice, and the tax that a line
  // contains is rounded half away from zero.
  ledgerRules: {
    trackingCategoriesAtMost: 2,
    trackingNameLengthAtMost: 100,
  },
};
