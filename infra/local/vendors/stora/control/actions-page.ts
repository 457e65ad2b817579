import { html } from 'hono/html';
import type { Markup } from '../../common/control-page.ts';
import { renderActionForm, renderControlPage } from '../../common/control-page.ts';
import { simulationLink } from '../../common/simulation-page.ts';
import type { Operator, World } from '../core/world.ts';
import { salesForms } from './sales-forms.ts';

export const title = 'Stora sandbox (simulation)';

const operatorsLink = { href: '/control', label: 'Operators' };
/** Links where no operator is chosen. */
export const startLinks = [operatorsLink, simulationLink];

/** Links of an operator's pages, shared by all of them. */
export function operatorLinks(operator: Operator): { href: string; label: string }[] {
  const base = `/control/${operator.slug}`;
  return [
    operatorsLink,
    { href: base, label: operator.name },
    { href: `${base}/contacts`, label: 'Contacts' },
    { href: `${base}/invoices`, label: 'Invoices' },
    { href: `${base}/credit-notes`, label: 'Credit notes' },
    { href: `${base}/timeline`, label: 'Timeline' },
    { href: `${base}/webhooks`, label: 'Webhooks' },
    { href: `${base}/access`, label: 'Access' },
    simulationLink,
  ];
}

/** Start page: choose an operator. */
export function renderOperatorsPage(world: World): Markup {
  const operators = [...world.operators.values()];
  return renderControlPage({
    title,
    links: startLinks,
    currentHref: operatorsLink.href,
    body: html`<h1>Operators</h1>
<ul>${operators.map((one) => html`<li><a href="/control/${one.slug}">${one.name}</a></li>`)}</ul>
<p><a href="/oauth2/sign_out">Sign the browser out</a></p>`,
  });
}

/** Everything that can be done at one operator, as forms. */
export function renderActionsPage(
  world: World,
  operator: Operator,
  notice: string | undefined,
): Markup {
  return renderControlPage({
    title,
    links: operatorLinks(operator),
    currentHref: `/control/${operator.slug}`,
    ...(notice === undefined ? {} : { notice }),
    body: html`<h1>${operator.name}</h1>
<h2>Customers</h2><div class="cards">${customerForms(operator)}</div>
<h2>Documents</h2><div class="cards">${documentForms(operator)}</div>
<h2>Connection</h2><div class="cards">${connectionForms(world, operator)}</div>
<h2>Faults</h2><div class="cards">${faultForms(world, operator)}</div>
<h2>Names this Stora does not know</h2><div class="cards">${absentForms(world, operator)}</div>`,
  });
}

const personFields = [
  { name: 'full_name', label: 'Full name', value: 'Robin Archer' },
  { name: 'email', label: 'Email', type: 'email', value: 'robin.archer@example.com' },
] as const;

function customerForms(operator: Operator): Markup[] {
  const sites = [...operator.tables.sites.values()];
  const siteOptions = sites.map((site) => ({ value: site.id, label: site.name }));
  const base = `/control/${operator.slug}`;
  return [
    renderActionForm(`${base}/new-contact`, 'New contact', personFields),
    renderActionForm(`${base}/new-booking`, 'New booking', [
      ...personFields,
      { name: 'siteId', label: 'Site', options: siteOptions },
      {
        name: 'withProtection',
        label: 'Protection',
        options: [
          { value: 'true', label: 'With protection' },
          { value: 'false', label: 'Without' },
        ],
      },
    ]),
    renderActionForm(`${base}/update-contact`, 'Update contact', [
      { name: 'contactId', label: 'Contact', options: contactOptions(operator) },
      { name: 'full_name', label: 'New full name' },
      { name: 'email', label: 'New email', type: 'email' },
    ]),
    renderActionForm(`${base}/delete-contact`, 'Delete contact without documents', [
      { name: 'contactId', label: 'Contact', options: contactOptions(operator) },
    ]),
    ...salesForms(operator),
  ];
}

function documentForms(operator: Operator): Markup[] {
  const base = `/control/${operator.slug}`;
  const amount = {
    name: 'amountMinor',
    label: 'Amount in pence (empty: all)',
    type: 'number',
    min: 1,
  } as const;
  const open = invoiceOptions(operator, ['open', 'uncollectible']);
  const creditable = invoiceOptions(operator, ['open', 'paid']);
  return [
    renderActionForm(`${base}/month-end-run`, 'Month-end run', [
      { name: 'count', label: 'Invoices', type: 'number', value: 200, min: 1, max: 10_000 },
    ]),
    renderActionForm(`${base}/pay`, 'Pay', [
      { name: 'invoiceId', label: 'Open invoice', options: open },
      amount,
    ]),
    renderActionForm(`${base}/pay-all`, 'Pay all open'),
    renderActionForm(`${base}/credit`, 'Credit', [
      { name: 'invoiceId', label: 'Open or paid invoice', options: creditable },
      amount,
    ]),
    renderActionForm(`${base}/void`, 'Void', [
      { name: 'invoiceId', label: 'Unpaid invoice', options: open },
    ]),
    renderActionForm(`${base}/uncollectible`, 'Give up as bad debt', [
      {
        name: 'invoiceId',
        label: 'Open invoice to give up',
        options: invoiceOptions(operator, ['open']),
      },
    ]),
  ];
}

function connectionForms(world: World, operator: Operator): Markup[] {
  const base = `/control/${operator.slug}`;
  const applications = [...world.applications.values()];
  const { limits } = world.settings;
  return [
    renderActionForm(`${base}/revoke-access`, 'Revoke access', [
      {
        name: 'clientId',
        label: 'Application',
        options: applications.map((one) => ({ value: one.clientId, label: one.name })),
      },
    ]),
    renderActionForm(`${base}/limits`, limits.enabled ? 'Limits off' : 'Limits on', [
      { name: 'enabled', label: '', type: 'hidden', value: String(!limits.enabled) },
    ]),
    renderActionForm(`${base}/redeliver`, 'Send all events again', [
      { name: 'times', label: 'Times', type: 'number', value: 3, min: 1, max: 20 },
      { name: 'seed', label: 'Shuffle seed', type: 'number', value: 1 },
    ]),
  ];
}

function faultForms(world: World, operator: Operator): Markup[] {
  const { faults } = world.settings;
  const rate = (name: keyof typeof faults, label: string) =>
    ({ name, label, type: 'number', value: faults[name], min: 0, max: 1, step: 'any' }) as const;
  const action = `/control/${operator.slug}/faults`;
  const off = Object.keys(faults).map(
    (name) => ({ name, label: '', type: 'hidden', value: 0 }) as const,
  );
  return [
    renderActionForm(action, 'Set faults', [
      rate('duplicateWebhooks', 'Duplicated webhooks (0 to 1)'),
      rate('reorderWebhooks', 'Reordered webhooks (0 to 1)'),
      {
        name: 'delayWebhooksMs',
        label: 'Webhook delay in ms',
        type: 'number',
        value: faults.delayWebhooksMs,
        min: 0,
      },
      rate('gatewayErrors', '503 before the application (0 to 1)'),
      rate('serverErrors', '500, nothing applied (0 to 1)'),
      rate('apiErrors', '400 api_error, nothing applied (0 to 1)'),
      rate('lostAnswers', 'Applied, but answer lost (0 to 1)'),
      rate('lostTokenAnswers', 'Token issued, but answer lost (0 to 1)'),
    ]),
    renderActionForm(action, 'All faults off', off),
  ];
}

function absentForms(world: World, operator: Operator): Markup[] {
  const { absent, unknownQuery } = world.settings;
  const list = (name: Exclude<keyof typeof absent, 'eventRefusal'>, label: string) =>
    ({ name, label, value: absent[name].join(', ') }) as const;
  const choice = (name: string, label: string, given: readonly [string, ...string[]]) =>
    ({ name, label, options: given.map((value) => ({ value, label: value })) }) as const;
  const otherQuery = unknownQuery === 'ignore' ? 'reject' : 'ignore';
  return [
    renderActionForm(`/control/${operator.slug}/absent`, 'Set unknown names', [
      list('eventTypes', 'Event types'),
      choice('eventRefusal', 'A refused event type is told by', [
        absent.eventRefusal,
        ...(['pointer', 'name', 'known-names', 'nothing'] as const).filter(
          (one) => one !== absent.eventRefusal,
        ),
      ]),
      list('scopes', 'Scopes'),
      list('query', 'Query parameters'),
      choice('unknownQuery', 'Unknown query parameters', [unknownQuery, otherQuery]),
      list('sortKeys', 'Values of sort_by'),
      list('expand', 'Values of expand'),
      list('timeline', 'Timeline: sources, templates, invoice, site'),
      list('metadata', 'Metadata on: contact, webhook_endpoint'),
      list('payloadExpansions', 'Bare in webhooks: contact, site'),
    ]),
    renderActionForm(`/control/${operator.slug}/absent`, 'All names known'),
  ];
}

function contactOptions(operator: Operator): { value: string; label: string }[] {
  return [...operator.tables.contacts.values()].map((contact) => ({
    value: contact.id,
    label: `${contact.full_name ?? ''} (${contact.email})`,
  }));
}

function invoiceOptions(
  operator: Operator,
  statuses: readonly string[],
): { value: string; label: string }[] {
  return [...operator.tables.invoices.values()]
    .filter((invoice) => statuses.includes(invoice.status))
    .map((invoice) => ({
      value: invoice.id,
      label: `${invoice.number} ${invoice.total.formatted} (${invoice.status})`,
    }));
}
