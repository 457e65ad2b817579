import { html } from 'hono/html';
import {
  type ControlField,
  type Markup,
  renderActionForm,
  renderControlPage,
  renderTable,
} from '../../common/control-page.ts';
import type { CrmRecord } from '../core/record-store.ts';
import { boardStyles } from './board.ts';
import { titleOf } from './named-records.ts';
import { controlLinks, type PageParts, title } from './page-parts.ts';

/** What people change most; all else by its name in the form of the account's page. */
const edited = ['email', 'firstname', 'lastname', 'phone', 'lifecyclestage', 'hs_email_optout'];

/** One contact with all its values, and what people do with it. */
export function renderContactPage(parts: PageParts, contact: CrmRecord): Markup {
  const { world, account, notice } = parts;
  const { slug, name } = account.facts;
  return renderControlPage({
    title,
    links: controlLinks(world),
    styles: boardStyles,
    ...(notice === undefined ? {} : { notice }),
    body: [
      html`<p><a href="/control/${slug}#contacts">All contacts of ${name}</a></p>
<h1>${titleOf(contact)}</h1>`,
      renderValues(parts, contact),
      renderDeals(parts, contact),
      html`<h2>Actions</h2><div class="cards">${renderForms(parts, contact)}</div>`,
    ],
  });
}

function renderValues({ account }: PageParts, { properties }: CrmRecord): Markup {
  const known = account.properties.contact;
  const rows = Object.entries(properties)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => [known.get(name)?.label ?? name, name, value]);
  return renderTable('Properties', ['Label', 'Name', 'Value'], rows);
}

function renderDeals({ account }: PageParts, contact: CrmRecord): Markup {
  const stages = account.facts.pipelines.flatMap((pipeline) => pipeline.stages);
  const rows = account.store.associated(contact, 'deal').flatMap((id) => {
    const deal = account.store.find('deal', id);
    if (deal === undefined) return [];
    const stage = stages.find((each) => each.id === deal.properties.dealstage);
    return [[titleOf(deal), stage?.label ?? '', deal.properties.amount ?? '']];
  });
  return renderTable('Deals', ['Deal', 'Stage', 'Amount'], rows);
}

function renderForms({ account }: PageParts, contact: CrmRecord): readonly Markup[] {
  const base = `/control/${account.facts.slug}`;
  const hidden = (name: string): ControlField => ({
    name,
    label: '',
    type: 'hidden',
    value: contact.id,
  });
  return [
    renderActionForm(`${base}/edit-record`, 'Save', [
      { name: 'type', label: '', type: 'hidden', value: 'contact' },
      hidden('record'),
      ...edited.map((name) => fieldOf(account.properties.contact.get(name), contact)),
    ]),
    renderActionForm(`${base}/merge`, 'Merge another contact into this one', [
      hidden('primary'),
      { name: 'other', label: 'The other contact (address or id)' },
    ]),
    renderActionForm(`${base}/archive`, 'Delete', [hidden('record')]),
    renderActionForm(`${base}/privacy-delete`, 'Delete for good (privacy)', [hidden('contact')]),
  ];
}

type Known = ReturnType<PageParts['account']['properties']['contact']['get']>;

function fieldOf(property: Known, { properties }: CrmRecord): ControlField {
  const name = property?.name ?? '';
  const field = { name, label: property?.label ?? name, value: properties[name] ?? '' };
  const options = property?.type === 'bool' ? yesOrNo : (property?.options ?? []);
  return options.length === 0
    ? field
    : { ...field, options: [{ value: '', label: '(none)' }, ...options] };
}

const yesOrNo = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
];
