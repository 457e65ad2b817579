import { type Area, type Call, callsUnder, type Simulation } from '../common/simulation.ts';
import type { XeroSandboxOptions } from './core/xero-options.ts';
import { routes } from './routes/route-table.ts';

type OptionName = Exclude<keyof XeroSandboxOptions, 'client' | 'clock' | 'random'>;

const identity: Area = {
  name: 'OAuth and connections',
  behaviours: [
    ['Access tokens live for 30 minutes.', 'documented', 'OAuth 2.0 FAQ'],
    ['Each refresh gives a new refresh token.', 'documented', 'OAuth 2.0 FAQ'],
    ['The previous one works for 30 more minutes.', 'documented', 'OAuth 2.0 FAQ'],
    ['A refresh token dies after 60 days without use.', 'documented', 'OAuth 2.0 FAQ'],
    ['A code works once, for five minutes.', 'documented', 'OAuth 2.0 FAQ'],
    ['A PKCE challenge (S256) that was given is checked.', 'documented', 'PKCE flow'],
    ['No `offline_access`, no refresh token.', 'documented', 'scopes'],
    ['Only the granular scopes since March 2026.', 'documented', 'scopes'],
    ['Other scopes: "Requested wrong apps scopes".', 'reported', 'users of that page'],
    ['The access token names the event of the consent.', 'documented', 'OAuth 2.0 FAQ'],
    ['Connections are a person’s, whichever token asks.', 'reported', 'xero-ruby#85'],
    ['What was connected before cannot be ticked again.', 'reported', 'laravel-xero-oauth2#65'],
    ['Such a connection keeps its event and its dates.', 'reported', 'xero-php-oauth2#18'],
    ['Disconnected: calls 403, tokens still refresh.', 'reported', 'Xero-OpenAPI#585'],
    ['Revoking ends a person’s tokens and connections.', 'documented', 'OAuth 2.0 flow'],
  ],
};

const gate: Area = {
  name: 'In front of each call',
  behaviours: [
    ['60 calls a minute, 5,000 a day, 5 at once per organisation.', 'documented', 'API limits'],
    ['10,000 calls a minute per app.', 'documented', 'API limits'],
    ['429 with `Retry-After` and `X-Rate-Limit-Problem`.', 'documented', 'API limits'],
    ['What is left of the limits, in each answer.', 'documented', 'API limits'],
    ['Windows slide.', 'inferred', 'not documented'],
    ['Refused calls do not count.', 'inferred', 'not documented'],
    ['A known `Idempotency-Key` repeats its answer.', 'documented', 'idempotent requests'],
    ['Keys are kept for six minutes, with errors.', 'documented', 'idempotent requests'],
    ['A key with another request is refused.', 'documented', 'idempotent requests'],
    ['A repeat waits for the first call.', 'documented', 'idempotent requests'],
    ['A call for another organisation: 403.', 'reported', 'xero-php-oauth2#147'],
    ['A resource without its scope: 401.', 'reported', 'users of the SDKs'],
    ['XML to all who do not ask for JSON.', 'documented', 'requests and responses'],
    ['Bodies of 3.5 MB at most.', 'documented', 'API limits'],
    ['More than 500 elements are refused.', 'inferred', 'the advice is 50'],
    ['Queries above 2,048 characters: 404.', 'reported', 'Xero-Java#328'],
  ],
};

const documents: Area = {
  name: 'Invoices and credit notes',
  behaviours: [
    ['PUT creates; a taken number is refused.', 'documented', 'OpenAPI specification 16.1.0'],
    ['POST changes what has that number.', 'reported', 'pyxero#328'],
    ['`summarizeErrors=false`: one result per element, 200.', 'documented', 'OpenAPI'],
    ['Without it one bad element keeps all out.', 'documented', 'OpenAPI'],
    ['Tax is rounded per line, half up.', 'documented', 'rounding'],
    ['A tax amount that was sent is kept.', 'documented', 'OpenAPI'],
    ['`unitdp=4` keeps four places of a price.', 'documented', 'OpenAPI'],
    ['Lines without a known id are made anew.', 'documented', 'OpenAPI'],
    ['Statuses move as in the table of the documentation.', 'documented', 'status codes'],
    ['What has a payment is not voided, its sums stay.', 'documented', 'invoices'],
    ['Nothing is posted into locked periods.', 'documented', 'organisation'],
    ['Accounts and tax types must fit the document.', 'documented', 'OpenAPI'],
    ['The texts of the refusals.', 'reported', 'users of the SDKs'],
    ['Lists give no lines unless they are paged.', 'documented', 'invoices'],
    ['`where`, `order`, `page`, `If-Modified-Since`.', 'documented', 'requests and responses'],
    ['History notes, cut after 450 characters.', 'documented', 'history and notes'],
  ],
};

const settlement: Area = {
  name: 'Payments and allocations',
  behaviours: [
    ['A payment needs a bank account, or one that takes them.', 'documented', 'payments'],
    ['No more is paid than is due.', 'reported', 'xero-php#534'],
    ['`DELETED` takes a payment back.', 'documented', 'payments'],
    ['A credit note is set against invoices of one contact.', 'documented', 'credit notes'],
    ['An allocation can be taken back.', 'documented', 'OpenAPI'],
    ['Not in a locked period.', 'inferred', 'not documented'],
    ['A payment of a credit note is a refund.', 'documented', 'payments'],
    ['More than is due comes in as `RECEIVE-OVERPAYMENT`.', 'reported', 'xero-php#534'],
    ['It needs a bank account, and keeps no reference.', 'documented', 'bank transactions'],
  ],
};

const contacts: Area = {
  name: 'Contacts and tracking',
  behaviours: [
    ['Names are unique among the active.', 'documented', 'contacts'],
    ['PUT refuses what is taken, POST changes it.', 'reported', 'users of the SDKs'],
    ['A contact is found by our number, up to 50 characters.', 'documented', 'contacts'],
    ['Fields in an invoice overwrite the contact.', 'reported', 'users of the SDKs'],
    ['What is left out is kept, what is empty clears.', 'reported', 'xero-php#736, #171'],
    ['Who is merged is archived and says into whom.', 'reported', 'xero-php#900'],
    ['Archived options show only when asked for.', 'reported', 'xero-php#431'],
    ['Two active tracking categories at most.', 'documented', 'tracking categories'],
  ],
};

const actions: Simulation['actions'] = {
  'lock-date': 'Locks the books up to a day.',
  organisation: 'Changes time zone and currencies.',
  'tax-rate': 'Adds or changes a tax rate.',
  'account-tax': 'Sets the tax type of an account.',
  'archive-account': 'Archives an account.',
  'restore-account': 'Restores it.',
  'rename-contact': 'Renames a contact.',
  'contact-email': 'Changes the e-mail address of a contact.',
  import: 'Enters customers and invoices from before.',
  'archive-contact': 'Archives a contact.',
  'restore-contact': 'Restores it.',
  'merge-contacts': 'Merges a contact into another.',
  tracking: 'Renames, archives or deletes tracking.',
  'refuse-whole-calls': 'One bad element refuses the call, whatever was asked.',
  'void-invoice': 'Voids an invoice by hand.',
  'edit-invoice': 'Edits price, account, date or customer of an invoice by hand.',
  'pay-invoice': 'Enters a payment by hand.',
  disconnect: 'Takes the organisation out; tokens still refresh.',
  'revoke-access': 'Ends the tokens of all who are connected.',
  reconnects: 'What a consent without a new organisation does to event and dates.',
  faults: '500 and lost answers, before or after the change; 503; delays.',
  'fault-next': 'The same for the next calls, for certain.',
  'faults-off': 'Ends all faults and refusals.',
  'refuse-next': 'Refuses writes in ten forms that were reported.',
  'high-volume': 'Refuses slow filters, as in organisations of high volume.',
  limits: 'Lifts the limits, or sets them.',
};

const webhooks: Area = {
  name: 'Webhooks',
  behaviours: [
    ['One address for all organisations of an app.', 'documented', 'webhooks'],
    ['`x-xero-signature`: HMAC-SHA256 of the body, base64.', 'documented', 'webhooks'],
    ['Intent to receive: 200 if signed well, else 401.', 'documented', 'webhooks'],
    ['Thin events: id, kind, organisation; not who.', 'documented', 'xero-webhooks.yaml'],
    ['Contacts, sales invoices, credit notes; no payments.', 'documented', 'webhooks'],
    ['Our own writes are told, too.', 'documented', 'webhooks'],
    ['Up to 100 events a call.', 'inferred', 'not documented'],
  ],
};

const options: Readonly<Record<OptionName, string>> = {
  accessTokenSeconds: 'Life of an access token.',
  refreshGraceSeconds: 'How long the previous refresh token works.',
  refreshIdleDays: 'Days without use that end a refresh token.',
  furtherOrganisations: 'Companies beside the two samples.',
  reconnects: 'As on the control page.',
  limits: 'As on the control page; also of the app, and fixed windows.',
  faults: 'As on the control page.',
  events: 'Address and key of the webhooks; without them none are sent.',
  maxElements: 'Most elements of a call.',
  delay: 'How a delay waits; without it there is none.',
};

const absent: Simulation['absent'] = [
  ['Webhooks once a quarter of an hour after a failure', 'sends again within a second'],
  ['Items, quotes, journals, reports', 'answers 404'],
  ['Bank transactions but overpayments, prepayments', 'refuses them'],
  ['What becomes of an overpayment', 'leaves it where it is'],
  ['Attachments, sending by e-mail', 'answers 404'],
  ['Documents as PDF', 'answers XML'],
  ['Batch payments, contact groups', 'answers 404'],
  ['Creating accounts and tax rates by the API', 'answers 405'],
  ['Rates of exchange', 'takes other currencies if set, at no rate'],
  ['Roles of people in a organisation', 'lets everybody approve and write'],
  ['Sign-in with a password', 'has three people to choose from'],
  ['Signatures of tokens that hold', 'signs with random characters'],
  ['Several apps, and apps without a secret', 'knows one app'],
  ['Limits on connections, certification, prices', 'connects without end'],
  ['Plans with 1,000 calls a day, or 20 approvals a month', 'has the limits above only'],
  ['Other countries’ tax and charts', 'has British samples'],
  ['A memory', 'forgets everything when it stops'],
];

const identityCalls: readonly Call[] = [
  { method: 'GET', path: '/identity/connect/authorize' },
  { method: 'POST', path: '/identity/connect/authorize' },
  { method: 'POST', path: '/connect/token' },
  { method: 'POST', path: '/connect/revocation' },
  { method: 'GET', path: '/connections' },
  { method: 'DELETE', path: '/connections/:id' },
];

export const xeroSimulation: Simulation = {
  vendor: 'Xero',
  summary:
    'Made from the public documentation, the public OpenAPI specification and public reports of people who use it.' +
    ' Xero itself was never asked or watched; the texts of its refusals are as others quote them.',
  calls: [...identityCalls, ...callsUnder('/api.xro/2.0', routes)],
  areas: [identity, gate, documents, settlement, contacts, webhooks],
  actions,
  jsonOnly: ['refuse-next'],
  options,
  absent,
};
