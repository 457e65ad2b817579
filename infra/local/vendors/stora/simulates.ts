import { type Area, type Call, callsUnder, type Simulation } from '../common/simulation.ts';
import type { StoraSettings } from './core/stora-settings.ts';
import { routes } from './routes/route-table.ts';

type OptionName = Exclude<keyof StoraSettings, 'limits' | 'faults' | 'absent'>;

const oauth: Area = {
  name: 'OAuth',
  behaviours: [
    ['Access tokens live for 7,200 s.', 'documented', 'guides/authentication'],
    ['A refresh gives a new pair.', 'documented', 'guides/authentication'],
    [
      'The old pair dies when the new access token is first presented.',
      'observed',
      'Doorkeeper 5.5.0 as installed',
    ],
    ['Two refreshes at once give two pairs that both work.', 'observed', 'Doorkeeper 5.5.0'],
    ['A refresh checks the token before the client.', 'observed', 'Doorkeeper 5.5.0'],
    ['A code works once, for 600 s, with the same redirect.', 'observed', 'Doorkeeper 5.5.0'],
    ['A refused exchange leaves the code usable.', 'observed', 'Doorkeeper 5.5.0'],
    ['PKCE is optional; a challenge that was given is checked.', 'documented', 'authentication'],
    ['Statuses and texts of the errors.', 'observed', 'Doorkeeper 5.5.0'],
    ['`revoke` with either token ends the pair.', 'documented', 'guides/partner-integrations'],
    ['`revoke` answers 200 to dead and unknown tokens, too.', 'observed', 'Doorkeeper 5.5.0'],
    ['`token/info` names the operator, not its id.', 'documented', 'API reference'],
    ['`token/info` gives the end of the token as an epoch.', 'documented', 'API reference'],
    ['`introspect` takes the client or another token of it.', 'observed', 'Doorkeeper 5.5.0'],
    ['Bad authorize requests end on a page, status 200.', 'observed', 'Doorkeeper 5.5.0'],
    ['Who granted the same scopes before sees no consent page.', 'observed', 'Doorkeeper 5.5.0'],
    ['Client credentials give no refresh token.', 'documented', 'guides/authentication'],
  ],
};

const gate: Area = {
  name: 'In front of each call',
  behaviours: [
    ['10 calls a second and 60 a minute per operator.', 'documented', 'guides/requests'],
    ['429 with `RateLimit-Limit` and `RateLimit-Reset`.', 'documented', 'guides/requests'],
    ['Windows are those of the clock; refusals extend none.', 'observed', 'Rack::Attack 6.6.1'],
    ['A refused call touches neither token nor key.', 'observed', 'Rack::Attack 6.6.1'],
    ['The limit of a second is checked before that of a minute.', 'inferred', 'order unknown'],
    ['A POST with a known `Idempotency-Key` repeats its answer.', 'documented', 'guides/requests'],
    ['Keys are kept for 24 h, with errors.', 'documented', 'guides/requests'],
    ['A key counts whatever the path and the body.', 'inferred', 'hardest reading'],
    ['Each resource needs its scope, expanded ones too.', 'documented', 'guides/responses'],
    ['401 and 403 say why in `WWW-Authenticate`.', 'observed', 'Doorkeeper 5.5.0 and 5.9.6'],
    ['Errors have code, JSON pointers and request id.', 'documented', 'guides/errors'],
    ['Parameters that nobody knows are ignored.', 'inferred', 'not documented'],
  ],
};

const answers: Area = {
  name: 'Answers and lists',
  behaviours: [
    ['Pages of 1 to 100, else 50, with the neighbours’ numbers.', 'documented', 'responses'],
    ['The newest come first.', 'documented', 'API reference'],
    ['Contacts are found by when they were updated.', 'documented', 'API reference'],
    ['Invoices have no `updated_at` and no filter for it.', 'inferred', 'absent from the examples'],
    ['Invoices are found by status, contact, site, creation.', 'inferred', 'list not seen whole'],
    ['`expand` puts resources in place of references.', 'documented', 'guides/responses'],
    ['Metadata is merged; an empty object clears all.', 'documented', 'guides/metadata'],
    ['20 keys of 40 characters, values of 500.', 'documented', 'guides/metadata'],
    ['Contacts as CSV; invoices and credit notes as PDF.', 'documented', 'guides/responses'],
    ['A contact with documents is not deleted: 409.', 'inferred', 'meaning of `conflict`'],
    ['An order changes only as a draft.', 'documented', 'API reference'],
    ['Something created is answered with 201.', 'inferred', 'not documented'],
  ],
};

const sales: Area = {
  name: 'Sales',
  behaviours: [
    [
      'Deals are opened, changed, won, lost with a reason, reopened.',
      'documented',
      'API reference',
    ],
    ['Stages are read only, and in order.', 'documented', 'API reference'],
    ['A deal that was won or lost is not ended again: 409.', 'inferred', 'meaning of `conflict`'],
    ['Deals are found by status, contact and change.', 'inferred', 'list not seen whole'],
    ['A reopened deal tells so by `deal.updated`.', 'inferred', 'no event of its own was seen'],
    ['Tenancies have no filter.', 'documented', 'API reference'],
    ['Units of a tenancy expand to their type.', 'inferred', 'depth not documented'],
    ['Moving out ends subscription and tenancy, and frees the unit.', 'inferred', 'help centre'],
  ],
};

const money: Area = {
  name: 'Money',
  behaviours: [
    ['Prices have the tax inside.', 'documented', 'help centre'],
    ['Lines give an amount of tax, never a rate.', 'documented', 'API reference'],
    ['Lines carry the accounting code and no id.', 'documented', 'API reference'],
    ['Deposits are lines without tax.', 'documented', 'help centre'],
    ['An invoice is open, paid, void or uncollectible.', 'documented', 'help centre'],
    ['A payment is only an amount, a date and a status.', 'documented', 'API reference'],
    ['A credit note before payment lowers what is due.', 'documented', 'API reference'],
    ['A credit note after payment leaves what was paid.', 'inferred', 'type not seen'],
    ['Sums add up: total less tax is the subtotal.', 'inferred', 'examples are placeholders'],
  ],
};

const webhooks: Area = {
  name: 'Webhooks',
  behaviours: [
    ['`X-Stora-Signature`: HMAC SHA-256 of time and body.', 'documented', 'guides/webhooks'],
    ['The key is the text of the secret, the result hex.', 'inferred', 'as is usual'],
    ['The secret is shown once, at creation.', 'documented', 'API reference'],
    ['Any 2xx is success.', 'documented', 'guides/webhooks'],
    ['Six retries, after 1, 5 and 30 minutes first.', 'documented', 'guides/webhooks'],
    ['Then after 2, 12 and 24 h.', 'inferred', 'not seen'],
    ['A receiver has 10 s to answer.', 'inferred', 'not documented'],
    ['Both shapes of the envelope at once.', 'documented', 'guides/webhooks, API reference'],
    ['Invoices carry contact and site in full.', 'documented', 'API reference'],
    ['A retry shows the data of its event’s time.', 'inferred', 'not documented'],
    ['12 of the 31 event types.', 'documented', 'guides/webhooks, API reference'],
    ['The other event types, after their siblings.', 'inferred', 'list not seen'],
    ['One unknown event type refuses the request.', 'inferred', 'a closed list'],
    ['Deleting and enabling an endpoint.', 'inferred', 'only `disable` was seen'],
  ],
};

const timeline: Area = {
  name: 'Timeline',
  behaviours: [
    ['Sources and templates are read-only.', 'documented', 'API reference'],
    ['Predefined variables need their resource.', 'documented', 'API reference'],
    ['Custom variables are not enforced.', 'documented', 'API reference'],
    ['An event may hang on an invoice.', 'inferred', 'seen in answers only'],
    ['Events can be listed and deleted.', 'inferred', 'not documented'],
  ],
};

const actions: Simulation['actions'] = {
  'new-contact': 'Creates a contact.',
  'new-booking': 'Books a unit: order, subscription, tenancy, first invoice.',
  'update-contact': 'Changes name and e-mail address of a contact.',
  'delete-contact': 'Deletes a contact that has no documents.',
  'month-end-run':
    'Bills the next periods, up to 10,000 invoices; `hoursAgo`: they are from before now.',
  'special-invoice': 'Raises an invoice of odd lines, discounts and rounding.',
  'new-deal': 'Opens a deal for an enquiry, with a contact of its own.',
  'move-deal': 'Moves a deal to another stage.',
  'win-deal': 'Wins a deal.',
  'lose-deal': 'Loses a deal.',
  'move-out': 'Ends a tenancy: subscription ended, unit free, customer churned.',
  'cancel-subscription': 'Ends a subscription.',
  pay: 'Pays an invoice, in part if wished.',
  'pay-all': 'Pays all that is open.',
  credit: 'Credits an open or a paid invoice, in part or one line of it if wished.',
  void: 'Voids an unpaid invoice.',
  uncollectible: 'Gives an invoice up as bad debt.',
  'change-invoice': 'Reduces the lines of an invoice that nobody has paid on.',
  overpay: 'Pays an invoice, and more than is due.',
  reopen: 'Asks again for an invoice that was given up.',
  'revoke-access': 'Ends the tokens of an application, as staff can; nobody is told.',
  limits: 'Lifts the limits, or sets them.',
  redeliver: 'Sends events again, several times, shuffled.',
  faults: 'Doubles, reorders and delays webhooks; 503, 500, 400 `api_error`, lost answers.',
  absent: 'Takes names away that are only inferred: events, scopes, parameters, fields.',
};

const options: Readonly<Record<OptionName, string>> = {
  rotationMode: 'Old pairs die when the new one is used, or at once.',
  windowKind: 'Windows of the limits: of the clock, or sliding.',
  windowClockOffsetMs: 'How far the clock of the limits is off.',
  limiterOrder: 'Which limit is checked first.',
  empty401Bodies: '401 and 403 without a body, as Doorkeeper alone answers.',
  challengeOn403: '403 with the missing scope in `WWW-Authenticate`, or without.',
  tokenTypeHint: 'Whether a hint hides the other kind of token from `revoke`.',
  skipRepeatedConsent: 'Whether the same consent is asked for again.',
  accessTokenTtlSeconds: 'Life of an access token.',
  codeTtlSeconds: 'Life of a code.',
  createStatus: '201 or 200 for what was created.',
  unknownQuery: 'Unknown parameters are ignored, or refused; also with `absent`.',
  uniqueContactEmails: 'Whether two contacts may share an e-mail address.',
  documentGeneration: 'Fields of the newer documentation, or of the older.',
  retryDelaysSeconds: 'When a webhook is tried again.',
  restampSignature: 'A retry is signed anew, or repeats its first signature.',
  allowLoopbackHttpWebhooks: 'Whether webhooks may go to `http` on this machine.',
};

const absent: Simulation['absent'] = [
  ['Contracts, coupons, notes, tasks, staff, product categories', 'answers 404 `invalid_endpoint`'],
  ['Identity verifications', 'answers 404 `invalid_endpoint`'],
  ['Changes of units, allocations and prices', 'only reads them'],
  ['Static access tokens of the back office', 'knows OAuth tokens only'],
  ['Roles of staff and limits to sites', 'lets everybody approve, for all sites'],
  ['Sign-in with a password', 'has a list of operators to choose from'],
  ['Draft invoices, overdue ones, dunning', 'finalizes an invoice when it raises it'],
  ['Payment methods, Stripe, payouts, refunds', 'changes amounts and statuses only'],
  ['Back office and storefront behind the links', 'gives addresses that lead nowhere'],
  ['Events of identity checks and protection', 'sends none'],
  ['Webhooks to `https` only', 'also takes `http` on this machine, unless told not to'],
  ['Limits of its own for a partner', 'has one limit per operator'],
  ['Years of data', 'begins with sample sites, customers and subscriptions'],
  ['A memory', 'forgets everything when it stops'],
];

const oauthCalls: readonly Call[] = [
  { method: 'GET', path: '/oauth2/authorize' },
  { method: 'POST', path: '/oauth2/authorize' },
  { method: 'POST', path: '/oauth2/token' },
  { method: 'POST', path: '/oauth2/revoke' },
  { method: 'POST', path: '/oauth2/introspect' },
  { method: 'GET', path: '/oauth2/token/info' },
];

export const storaSimulation: Simulation = {
  vendor: 'Stora',
  summary:
    'Made from the public documentation of the API 2025-09. Stora itself was never asked or watched: its OAuth and' +
    ' its limits are taken to be Doorkeeper and Rack::Attack, as far as its documentation looks like theirs.',
  calls: [...oauthCalls, ...callsUnder('/2025-09', routes)],
  areas: [oauth, gate, answers, sales, money, webhooks, timeline],
  actions,
  jsonOnly: ['special-invoice', 'cancel-subscription', 'change-invoice', 'overpay', 'reopen'],
  options,
  absent,
};
