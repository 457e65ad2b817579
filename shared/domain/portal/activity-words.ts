import type { Activity } from '../../contracts/stored-items.ts';
import { providerNames } from './provider-names.ts';

type Detail = Activity['detail'];

/** One sentence per kind of activity; kinds not listed are shown by their name. */
const sentences: Record<string, (detail: Detail) => string> = {
  'connection.connected': (detail) =>
    `${providerOf(detail)} connected${detail.accountName ? ` (${detail.accountName})` : ''}.`,
  'connection.needs_reconnect': (detail) =>
    `${providerOf(detail)} stopped accepting our access: reconnect needed.`,
  'connection.denied': (detail) => `Permission was not given in ${providerOf(detail)}.`,
  'connection.other_account': (detail) =>
    `${providerOf(detail)}: another company was chosen; nothing was changed.`,
  'endpoint.registered': () => 'Notifications switched on in Stora.',
  'settings.defaulted': () => 'First settings chosen from the chart of accounts.',
  'settings.changed': (detail) => `Setting changed: ${detail.field ?? ''}.`,
  'link.created': () => 'Hosted link created.',
  'operator.added': () => 'Account set up.',
  'record.applied': (detail) => `${kindOf(detail)} is in step with ${targetOf(detail)}.`,
  'issue.retried': (detail) => `${kindOf(detail)} was sent to be tried again.`,
};

/** Returns what happened in an operator's words. */
export function describeActivity(activity: Pick<Activity, 'type' | 'detail'>): string {
  const sentence = sentences[activity.type];
  if (sentence !== undefined) return sentence(activity.detail);
  const facts = ['label', 'number', 'reason']
    .map((name) => activity.detail[name])
    .filter((value) => value !== undefined);
  const name = activity.type.replaceAll(/[._]/g, ' ');
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}${facts.length ? `: ${facts.join(', ')}` : ''}.`;
}

const kindNames: Record<string, string> = {
  contact: 'Contact',
  invoice: 'Invoice',
  credit_note: 'Credit note',
};

function kindOf(detail: Detail): string {
  const name = kindNames[String(detail.kind)] ?? 'A record';
  return `${name} ${detail.number ?? detail.sourceId ?? ''}`.trim();
}

function targetOf(detail: Detail): string {
  return providerOf({ provider: detail.target ?? '' });
}

function providerOf(detail: Detail): string {
  const names: Record<string, string> = providerNames;
  return names[String(detail.provider)] ?? String(detail.provider);
}
