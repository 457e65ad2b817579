import { type Markup, renderActionForm } from '../../common/control-page.ts';
import type { Operator } from '../core/world.ts';

/** Enquiries, their stages, and leaving; the newest first. */
export function salesForms(operator: Operator): Markup[] {
  const { tables, slug } = operator;
  const base = `/control/${slug}`;
  const open = [...tables.deals.values()].filter(({ status }) => status === 'open').reverse();
  const deals = open.map(({ id, name }) => ({ value: id, label: name }));
  const stages = [...tables.dealStages.values()].map(({ id, name }) => ({
    value: id,
    label: name,
  }));
  const sites = [...tables.sites.values()].map(({ id, name }) => ({ value: id, label: name }));
  const lived = [...tables.tenancies.values()].filter(({ ends_at }) => ends_at === null).reverse();
  const tenancies = lived.slice(0, optionsAtMost).map(({ id, contact }) => ({
    value: id,
    label: tables.contacts.get(contact.id)?.full_name ?? id,
  }));
  return [
    renderActionForm(`${base}/new-deal`, 'New enquiry', [
      { name: 'full_name', label: 'Full name', value: 'Sam Field' },
      { name: 'email', label: 'Email', type: 'email', value: 'sam.field@example.com' },
      { name: 'siteId', label: 'Site', options: sites },
      { name: 'value', label: 'Worth, in words', value: '£50 per month' },
    ]),
    renderActionForm(`${base}/move-deal`, 'Move deal', [
      { name: 'dealId', label: 'Open deal', options: deals },
      { name: 'stageId', label: 'Stage', options: stages },
    ]),
    renderActionForm(`${base}/win-deal`, 'Win deal', [
      { name: 'dealId', label: 'Open deal to win', options: deals },
    ]),
    renderActionForm(`${base}/lose-deal`, 'Lose deal', [
      { name: 'dealId', label: 'Open deal to lose', options: deals },
    ]),
    renderActionForm(`${base}/move-out`, 'Move out', [
      { name: 'tenancyId', label: 'Customer', options: tenancies },
    ]),
  ];
}

const optionsAtMost = 200;
