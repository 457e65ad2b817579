import { html } from 'hono/html';
import { type Markup, renderControlPage, renderTable } from '../../common/control-page.ts';
import type { Account } from '../core/account.ts';
import { isoTime } from '../core/hubspot-dates.ts';
import { objectTypes } from '../core/object-types.ts';
import type { HubspotWorld } from '../core/world.ts';
import { boardStyles, renderBoards } from './board.ts';
import { renderForms } from './forms.ts';
import { current, titleOf } from './named-records.ts';
import { controlLinks, type PageParts, title } from './page-parts.ts';

/** More than this are found by the search field. */
const mostContacts = 100;

/** The page of one account: its boards, its contacts, and the buttons. */
export function renderAccountPage(parts: PageParts, query: string): Markup {
  const { world, account, notice } = parts;
  const { slug, name } = account.facts;
  return renderControlPage({
    title,
    links: controlLinks(world),
    currentHref: `/control/${slug}`,
    styles: boardStyles,
    ...(notice === undefined ? {} : { notice }),
    body: [
      html`<h1>${name}</h1>`,
      renderStatus(parts),
      ...renderBoards(account),
      ...renderContacts(account, query),
      renderCompanies(account),
      renderProperties(account),
      renderCounts(world, slug),
      ...renderForms(parts),
    ],
  });
}

function renderStatus({ world, account, webhooks }: PageParts): Markup {
  const { hubId, slug } = account.facts;
  const isInstalled = world.grants.isInstalled(hubId);
  const { enabled, perTenSeconds } = world.limiter.settings;
  return html`<ul class="status">
<li>Account ${hubId}</li>
<li${isInstalled ? '' : html` class="off"`}>App ${isInstalled ? 'installed' : 'not installed'}</li>
<li>${enabled ? `${perTenSeconds} calls in 10 s` : 'No limits'}</li>
<li>Webhooks ${webhooks === undefined ? 'not set up' : `waiting: ${webhooks.waiting}`}</li>
<li><a href="/control/api/${slug}/state">Everything as JSON</a></li>
</ul>`;
}

function renderContacts(account: Account, query: string): readonly Markup[] {
  const { slug } = account.facts;
  const wanted = query.trim().toLowerCase();
  const all = current(account, 'contact');
  const found = all.filter((contact) =>
    [
      titleOf(contact),
      contact.id,
      contact.properties.email ?? '',
      contact.properties.hs_additional_emails ?? '',
    ]
      .join(' ')
      .toLowerCase()
      .includes(wanted),
  );
  const rows = found
    .slice(0, mostContacts)
    .map((contact) => [
      html`<a href="/control/${slug}/contacts/${contact.id}">${titleOf(contact)}</a>`,
      contact.properties.email ?? '',
      contact.properties.phone ?? '',
      contact.properties.lifecyclestage ?? '',
      account.store.associated(contact, 'deal').length,
      isoTime(contact.updatedEpochMs).slice(0, 16).replace('T', ' '),
    ]);
  const headings = ['Contact', 'E-mail', 'Phone', 'Lifecycle stage', 'Deals', 'Changed (UTC)'];
  return [
    html`<h2 id="contacts">Contacts</h2>
<form method="get" action="/control/${slug}#contacts" class="search"><p><label for="q">Find by name, address or id</label><input id="q" name="q" value="${query}"></p><button type="submit">Find</button></form>
${found.length > mostContacts ? html`<p>The newest ${mostContacts} of ${found.length} are shown.</p>` : ''}`,
    renderTable('Contacts', headings, rows),
  ];
}

function renderCompanies(account: Account): Markup {
  const rows = current(account, 'company')
    .slice(0, mostContacts)
    .map((company) => [
      titleOf(company),
      company.properties.domain ?? '',
      account.store.associated(company, 'contact').length,
      account.store.associated(company, 'deal').length,
    ]);
  return renderTable('Companies', ['Company', 'Domain', 'Contacts', 'Deals'], rows);
}

function renderProperties(account: Account): Markup {
  const rows = objectTypes.flatMap((type) =>
    [...account.properties[type].values()]
      .filter(({ isBuiltIn }) => !isBuiltIn)
      .map(({ name, label, type: shape, groupName, hasUniqueValue }) => [
        name,
        label,
        type,
        shape,
        groupName,
        hasUniqueValue ? 'yes' : 'no',
      ]),
  );
  const headings = ['Property', 'Label', 'Of', 'Type', 'Group', 'Unique'];
  return renderTable('Properties of its own', headings, rows);
}

function renderCounts(world: HubspotWorld, slug: string): Markup {
  const rows = Object.entries(world.counts(slug)).map(([label, calls]) => [label, calls]);
  return renderTable('API calls', ['Call and status', 'Number'], rows);
}
