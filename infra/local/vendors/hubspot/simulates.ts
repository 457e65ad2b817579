import type { Area, Call, Simulation } from '../common/simulation.ts';
import type { HubspotSandboxOptions } from './core/hubspot-options.ts';
import { routes } from './routes/route-table.ts';

type OptionName = Exclude<keyof HubspotSandboxOptions, 'client' | 'clock' | 'random'>;

const identity: Area = {
  name: 'OAuth and installation',
  behaviours: [
    ['Token endpoints carry a date: `/oauth/2026-09/token`.', 'documented', 'OAuth tokens'],
    ['Their parameters stand in the body, with the secret.', 'documented', 'OAuth tokens'],
    ['Those of version 1 are gone.', 'documented', 'changelog, for 16 February 2027'],
    ['Gone means 410.', 'inferred', 'not documented'],
    ['Access tokens live for 30 minutes.', 'documented', 'OAuth tokens'],
    ['Each token answer has a refresh token, and `hub_id`.', 'documented', 'OAuth tokens'],
    ['A refresh token lives until it is ended.', 'documented', 'OAuth tokens'],
    ['It stays the same at each use; may be set to change.', 'inferred', 'not documented'],
    ['Introspection: 200, `active: false` if unknown.', 'reported', 'usertour#490'],
    ['Ended refresh tokens leave the app installed.', 'documented', 'OAuth tokens'],
    [
      '400 with `status` and `error`, `BAD_REFRESH_TOKEN`.',
      'reported',
      'airbyte#79592, usertour#490',
    ],
    ['Words of the other refusals.', 'inferred', 'after those of version 1'],
    ['A code works once, for five minutes.', 'inferred', 'not documented'],
    [
      'A PKCE challenge (S256) that was given is checked.',
      'documented',
      '`code_verifier` in the reference',
    ],
    ['One account is chosen in the consent.', 'documented', 'OAuth guide'],
    ['Scopes it does not give: the connection fails.', 'documented', 'scopes'],
    ['Optional ones are left out without a word.', 'documented', 'scopes'],
    ['`DELETE /appinstalls/…/external-install`: 204, gone.', 'documented', 'app uninstalls'],
    ['Uninstalled: calls 401, refreshing fails.', 'inferred', 'may be set to 403'],
    ['Cancelled: back with `error=access_denied`.', 'inferred', 'RFC 6749'],
  ],
};

const gate: Area = {
  name: 'In front of each call',
  behaviours: [
    ['110 calls in any 10 seconds per account.', 'documented', 'usage guidelines'],
    ['5 searches in a second per account.', 'documented', 'search guide'],
    ['Searches do not count among the 110.', 'documented', 'usage guidelines'],
    ['No limit per day for such apps.', 'documented', 'usage guidelines'],
    ['429 with `policyName` and `errorType` RATE_LIMIT.', 'documented', 'usage guidelines'],
    ['`X-HubSpot-RateLimit-*` headers, not with searches.', 'documented', 'usage guidelines'],
    ['No `Retry-After`; may be set.', 'inferred', 'reports differ'],
    ['Refused calls do not count.', 'inferred', 'not documented'],
    ['Expired token: 401 EXPIRED_AUTHENTICATION.', 'reported', 'segment-docs#6244'],
    ['Unknown token: 401 INVALID_AUTHENTICATION.', 'reported', 'users of the SDKs'],
    ['Without the scope: 403 MISSING_SCOPES.', 'reported', 'hubspot-api-nodejs#50'],
    ['Paths carry a date as their version.', 'documented', 'versioning'],
    ['502, 503, 504: pages of HTML.', 'inferred', 'of whoever stands in front'],
  ],
};

const records: Area = {
  name: 'Records',
  behaviours: [
    ['An e-mail address belongs to one contact.', 'documented', 'contacts guide'],
    ['Its case does not count, it is kept in lower case.', 'documented', 'contacts guide'],
    ['Plus-addresses are addresses of their own.', 'inferred', 'nobody says otherwise'],
    ['Further addresses: `hs_additional_emails`.', 'documented', 'contacts guide'],
    ['409 "Contact already exists. Existing ID: …".', 'reported', 'hubspot-api-nodejs#545'],
    ['Found by `idProperty`: id, address, unique property.', 'documented', 'contacts guide'],
    ['A unique value of another: 400, with both ids.', 'reported', 'alerts of September 2026'],
    [
      'So is an address that is changed, or a further one.',
      'reported',
      'the same; when it is 409 and when 400 is inferred',
    ],
    ['PROPERTY_DOESNT_EXIST, INVALID_OPTION and so on.', 'reported', 'hubspot-api-php#74'],
    ['Dates: a day, or ms of midnight in UTC.', 'documented', 'properties guide'],
    ['"… is at 22:18:55.865 UTC, not midnight!"', 'reported', 'hubspot-api-php#74'],
    ['Dates and choices are checked, texts are not.', 'documented', 'properties guide'],
    ['Values that are no text are refused.', 'inferred', 'the reference has text only'],
    ['An empty text clears a value.', 'documented', 'properties guide'],
    ['Lifecycle stages do not go back, no error.', 'reported', 'community 1333'],
    ['After clearing, any stage may follow.', 'reported', 'community 1333'],
    ['People may put a stage back.', 'inferred', 'from the rule for apps'],
    ['A stage must be of the deal’s pipeline.', 'documented', 'deals guide'],
    ['Companies may share a domain.', 'inferred', 'no refusal is documented'],
    ['Archived: 404, its unique values are free.', 'inferred', 'not documented'],
    ['Archiving what is not there: 204.', 'reported', 'n8n#3219'],
    ['Privacy deletion: gone, the address blocked.', 'documented', 'gdpr-delete'],
    ['An unknown address is blocked by it, too.', 'documented', 'gdpr-delete'],
    [
      '"email has been GDPR blacklisted".',
      'reported',
      'HubSpot’s own pages; where it stands is inferred',
    ],
    ['What an app is shown after privacy deletion: 404.', 'inferred', 'not documented'],
  ],
};

const merging: Area = {
  name: 'Merges',
  behaviours: [
    [
      'Values of the first stand, gaps are filled.',
      'reported',
      'koalify.io; older pages: the latest',
    ],
    ['A new id for what stays; may be set.', 'reported', 'amp-labs/connectors#3487, dedupe.ly'],
    ['Old ids answer with the record that stays.', 'reported', 'users of the API; not by all'],
    ['`hs_merged_object_ids` has all old ids.', 'reported', 'dbt_hubspot#168'],
    ['`hs_calculated_merged_vids` only some.', 'reported', 'dbt_hubspot#168'],
    ['The other address becomes a further one.', 'documented', 'contacts guide'],
    ['Associations move to what stays.', 'reported', 'koalify.io'],
    ['The older creation date.', 'reported', 'dedupe.ly'],
    ['The further lifecycle stage.', 'inferred', 'not found written'],
    [
      'A unique value of the second is lost if both had one.',
      'inferred',
      'from the rule of values',
    ],
  ],
};

const batches: Area = {
  name: 'Batches and searches',
  behaviours: [
    ['100 inputs at most.', 'documented', 'reference'],
    ['Upsert by a unique property; results carry `new`.', 'documented', 'upsert contacts'],
    ['Another property: "… by non-unique 0-1 property …".', 'reported', 'action-destinations#3957'],
    ['The same id twice: the call is refused.', 'reported', 'users of the API'],
    ['Updating what is not there: 207 in any case.', 'reported', 'rudder-transformer'],
    ['An id that was merged is passed over silently.', 'reported', 'rudder-transformer'],
    ['207 where inputs have an `objectWriteTraceId`.', 'documented', 'error handling, for create'],
    ['The same for update and upsert; may be set.', 'inferred', 'not documented'],
    ['Without, the first refusal ends all.', 'reported', 'hubspot-api-python#51'],
    ['Two of one address in a batch: 409.', 'reported', 'youtube-synch#355'],
    ['No partial upsert by e-mail.', 'documented', 'upsert contacts'],
    ['That is a refusal; may be set to clear or keep.', 'inferred', 'not documented'],
    ['Reading: 207 with the ids that are not there.', 'reported', 'users of the API'],
    ['Searches: 10,000 results, 200 a page, `after`.', 'documented', 'search guide'],
    ['5 groups, 6 filters each, 18 in all.', 'documented', 'search guide'],
    ['Case does not count, but with choices it does.', 'documented', 'search guide'],
    ['IN finds lower case only, with text.', 'documented', 'search guide'],
    [
      'Searches see a change later, here by 10 s.',
      'documented',
      'search guide; the time: craft-freeform#2500',
    ],
  ],
};

const setup: Area = {
  name: 'Properties, pipelines, associations',
  behaviours: [
    ['10 properties with unique values per kind.', 'documented', 'properties guide'],
    ['A name that is taken: 409.', 'reported', 'users of the SDKs'],
    ['The group must be there.', 'documented', 'properties guide'],
    ['Names: small letters, digits, `_`.', 'documented', 'properties guide'],
    ['Stages carry `isClosed` and `probability`.', 'documented', 'pipelines'],
    ['Default associations, in batches of 100.', 'documented', 'associations'],
    ['Deals are associated while they are made.', 'documented', 'deals guide'],
    ['Numbers of the kinds: 3, 4, 279, 280, 341, 342.', 'documented', 'associations'],
  ],
};

const webhooks: Area = {
  name: 'Webhooks',
  behaviours: [
    ['Of the app, for all accounts that installed it.', 'documented', 'webhooks'],
    ['Creation, deletion, merge, propertyChange.', 'documented', 'webhooks'],
    ['`contact.privacyDeletion`, and a deletion, too.', 'documented', 'changelog'],
    ['A merge tells deletions, no propertyChange.', 'reported', 'amp-labs/connectors#3487'],
    ['Up to 100 events a call.', 'documented', 'webhooks'],
    ['10 more tries within a day.', 'documented', 'webhooks'],
    [
      'Also after 400 to 405; may be set to end there.',
      'documented',
      'webhooks; older pages differ',
    ],
    ['From a minute on, twice as long each time.', 'inferred', 'not documented'],
    ['An answer after 5 seconds is none.', 'documented', 'webhooks'],
    ['`X-HubSpot-Signature-v3` of method, URL, body, time.', 'documented', 'request validation'],
    ['The older signature beside it.', 'documented', 'request validation'],
    ['Order and single delivery are not promised.', 'documented', 'webhooks; both may be set'],
    ['Our own writes are told: `changeSource` INTEGRATION.', 'documented', 'webhooks'],
    ['`changeFlag` NEW and DELETED.', 'documented', 'request validation'],
  ],
};

const actions: Simulation['actions'] = {
  'move-deal': 'Puts a deal into another stage.',
  'create-deal': 'Makes a deal, with a contact or without.',
  'create-contact': 'Makes a contact.',
  'import-contacts': 'Makes many from lines of text.',
  'edit-record': 'Sets or clears values of a record.',
  merge: 'Merges two records.',
  archive: 'Deletes a record into the recycling bin.',
  'privacy-delete': 'Deletes a contact for good.',
  'withhold-scopes': 'Which scopes the next consent does not give.',
  uninstall: 'Takes the app away from the account.',
  limits: 'Lifts the limits, or sets them.',
  behaviour: 'Sets what nobody is sure of.',
  tokens: 'Life of access tokens, change of refresh tokens.',
  webhooks: 'Doubles, another order, retries.',
  faults: '500, 502 to 504, lost answers, 207, the day’s quota; delays.',
  'fault-next': 'The same for the next calls, for certain.',
  'faults-off': 'Ends all faults.',
};

const options: Readonly<Record<OptionName, string>> = {
  appId: 'Number of the app in events.',
  versions: 'Versions that paths may carry.',
  grants: 'Lives of tokens and codes, change of refresh tokens.',
  limits: 'As on the control page.',
  faults: 'As on the control page.',
  behaviour: 'As on the control page.',
  furtherAccounts: 'Accounts beside the two samples.',
  webhooks: 'Address, secret, subscriptions; without them none are sent.',
  delay: 'How a delay waits; without it there is none.',
};

const absent: Simulation['absent'] = [
  ['Paths of version 3 and 4', 'answers 404'],
  ['Tickets, products, quotes, custom objects, engagements', 'answers 400'],
  ['Lists, forms, e-mails, workflows, subscriptions of e-mail', 'answers 404'],
  ['Labels of associations, a primary company', 'has the default ones only'],
  ['Histories of values', 'leaves them out'],
  ['Companies made from the domain of an address', 'makes none'],
  ['Lifecycle stages that follow the deals', 'leaves them'],
  ['Changing properties, groups and pipelines', 'makes and archives properties only'],
  ['Restoring what was archived', 'leaves it in the bin'],
  ['Webhooks of associations and restoring, the journal', 'sends none'],
  ['Permissions of people, teams', 'lets everybody do all'],
  ['Sign-in with a password', 'has accounts to choose from'],
  ['Several apps', 'knows one'],
  ['25 installations until listed, prices, plans', 'installs without end'],
  ['Other limits of private apps and add-ons', 'has those of apps with OAuth'],
  ['A memory', 'forgets everything when it stops'],
];

const oauthCalls: readonly Call[] = [
  { method: 'GET', path: '/oauth/authorize' },
  { method: 'POST', path: '/oauth/authorize' },
  { method: 'POST', path: '/oauth/2026-09/token' },
  { method: 'POST', path: '/oauth/2026-09/token/introspect' },
  { method: 'POST', path: '/oauth/2026-09/token/revoke' },
];

export const hubspotSimulation: Simulation = {
  vendor: 'HubSpot',
  summary:
    'Made from the public documentation and public reports of people who use it.' +
    ' HubSpot itself was never asked or watched; the texts of its refusals are as others quote them.',
  calls: [...oauthCalls, ...routes.map(({ method, path }) => ({ method, path }))],
  areas: [identity, gate, records, merging, batches, setup, webhooks],
  actions,
  jsonOnly: [],
  options,
  absent,
};
