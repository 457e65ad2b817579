import type { Activity } from '../../contracts/activity-item.ts';
import { provider as providerSchema } from '../../contracts/ids.ts';
import { sourceManifest } from '../../source/registry.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { labelOf } from '../setting-names/setting-labels.ts';
import { dayAndTime, dayOnly } from './day-and-time.ts';

type Detail = Activity['detail'];

/** One sentence per kind of activity; kinds not listed are shown by their name. */
const sentences: Record<string, (detail: Detail) => string> = {
  'connection.connected': (detail) =>
    `${providerOf(detail)} connected${detail.accountName ? ` (${detail.accountName})` : ''}.`,
  'connection.needs_reconnect': (detail) =>
    detail.reason === 'taken_out'
      ? `Our access was taken out in ${providerOf(detail)}: reconnect needed.`
      : `${providerOf(detail)} stopped accepting our access: reconnect needed.`,
  'connection.denied': (detail) => `Permission was not given in ${providerOf(detail)}.`,
  'connection.other_account': (detail) =>
    `${providerOf(detail)}: another company was chosen; nothing was changed.`,
  'connection.account_taken': (detail) =>
    `${providerOf(detail)}: ${detail.accountName ?? 'the company that was chosen'} is connected with another Rollerdoor account; nothing was changed.`,
  'connection.account_chosen': (detail) =>
    `${detail.accountName ?? 'A company'} was chosen in ${providerOf(detail)}.`,
  'connection.none_chosen': (detail) =>
    `None of the companies in ${providerOf(detail)} was chosen; nothing was changed.`,
  'connection.given_back': (detail) =>
    `Access to ${detail.accountName ?? 'a company'} in ${providerOf(detail)} was not needed and was given back.`,
  'connection.disconnecting': (detail) => `${providerOf(detail)} is being disconnected.`,
  'connection.disconnected': (detail) =>
    detail.othersOpen === undefined && detail.isHeldElsewhere === undefined
      ? `${providerOf(detail)} disconnected; our access was withdrawn and erased.`
      : `${providerOf(detail)} disconnected and our access erased; what others use of the same permission stays.`,
  'operator.removed': () => 'Account removed and its data erased.',
  'token.refreshed': (detail) => `Access to ${providerOf(detail)} renewed.`,
  'token.discarded': (detail) =>
    `Access to ${providerOf(detail)} was renewed twice at once; one of the two is withdrawn.`,
  'token.client_refused': (detail) =>
    `${providerOf(detail)} does not let us in at the moment; we are on it.`,
  'endpoint.registered': () => `Notifications switched on in ${sourceManifest.name}.`,
  'night.started': (detail) => `Comparing with ${targetOf(detail)} begun.`,
  'night.done': (detail) => `Compared with ${targetOf(detail)}.`,
  'night.stopped': (detail) => `Comparing with ${targetOf(detail)} stopped before its end.`,
  'night.repaired': (detail) =>
    `${kindOf(detail)} was not the same in ${targetOf(detail)}: brought over by the nightly comparison.`,
  'silence.noticed': ({ heardAt }) =>
    `Nothing was heard of ${sourceManifest.name} since ${dayAndTime(String(heardAt))}, although it used to tell.`,
  'silence.ended': () => `${sourceManifest.name} is heard again.`,
  'silence.accepted': ({ reason = '' }) =>
    `That nothing is heard of ${sourceManifest.name} is known: ${reason}`.replace(/[.\s]*$/, '.'),
  'endpoint.lost': () =>
    `Notifications were switched off in ${sourceManifest.name}; they are switched on again.`,
  'settings.defaulted': (detail) =>
    ['First settings chosen from the chart of accounts.', ...misfitWords(detail)].join(' '),
  'posting.switched_on': (detail) => `Sending to ${targetOf(detail)} switched on.`,
  'posting.switched_off': (detail) => `Sending to ${targetOf(detail)} switched off.`,
  'settings.brought_back': (detail) =>
    `${targetOf(detail)}: the settings that this organisation had before are in use again.`,
  'backfill.started': (detail) =>
    `Sending earlier documents to ${targetOf(detail)} begun, from ${dayOnly(String(detail.from).slice(0, 10))} on.`,
  'backfill.paused': () => 'Sending earlier documents paused.',
  'backfill.resumed': () => 'Sending earlier documents goes on.',
  'backfill.cancelled': (detail) =>
    detail.reason === 'other_company'
      ? 'Sending earlier documents ended: another company was connected.'
      : 'Sending earlier documents called off.',
  'backfill.done': ({ posted = 0, adopted = 0, parked = 0, ...detail }) =>
    `Earlier documents are in ${targetOf(detail)}: ${posted} sent, ${adopted} were there, ${parked} need you.`,
  'settings.changed': (detail) => `Settings changed: ${settingsOf(detail)}.`,
  'limits.agreed': (detail) => `Pace of calls to ${providerOf(detail)} set: ${detail.caps ?? ''}.`,
  'link.created': () => 'Hosted link created.',
  'link.resent': () => 'Hosted link handed out again.',
  'link.revoked': () => 'Hosted link withdrawn.',
  'link.refused': (detail) =>
    `Somebody tried to open a hosted link that is ${detail.reason ?? 'no longer good'}; refused.`,
  'difference.found': ({ number, sourceId }) =>
    `${number ?? sourceId ?? 'A record'} was changed by hand in the books.`,
  'difference.accepted': ({ number, sourceId }) =>
    `The change of ${number ?? sourceId ?? 'a record'} in the books was accepted.`,
  'mismatch.accepted': (detail) =>
    `${kindOf(detail)} is accepted as it is on both sides: ${detail.reason ?? ''}`.replace(
      /[.\s]*$/,
      '.',
    ),
  'mismatch.reopened': () => 'What was accepted on both sides counts again.',
  'mismatches.repaired': (detail) =>
    `${recordsOf(detail)} that ${detail.records === 1 ? 'was' : 'were'} not the same on both sides sent to be repaired.`,
  'people.added': () => 'Somebody was added to the people.',
  'people.removed': () => 'Somebody was taken out of the people.',
  'digest.wanted': () => 'The daily mail goes to one more person.',
  'digest.ended': () => 'The daily mail goes to one person less.',
  'visit.started': () => 'Page opened with the hosted link.',
  'form.refused': () => 'A form that was not made for the visit was sent; refused.',
  'authorization.refused': (detail) =>
    `An answer of ${providerOf(detail)} came from another place than it was asked for; refused.`,
  'ciphertext.refused': (detail) =>
    `Stored access to ${providerOf(detail)} did not belong here; refused.`,
  'keys.rewrapped': () => 'Stored access encrypted anew.',
  'tracking.created': (detail) =>
    `Tracking ${detail.option === undefined ? 'category' : 'option'} ${detail.option ?? detail.category ?? ''} created in ${targetOf(detail)}.`,
  'source.noted': (detail) =>
    `${kindOf(detail)}: ${String(detail.writes).startsWith('metadata') ? 'link' : 'note'} written to ${sourceManifest.name}.`,
  'operator.added': () => 'Account set up.',
  'record.applied': (detail) =>
    detail.writes === undefined
      ? `${kindOf(detail)} is in step with ${targetOf(detail)}.`
      : `${kindOf(detail)} in ${targetOf(detail)}: ${writesOf(detail)}.`,
  'history_note.given_up': (detail) =>
    `${kindOf(detail)}: ${targetOf(detail)} refused the note in its history each time; it is left out.`,
  'contact.merge_followed': (detail) =>
    `${kindOf(detail)} was merged in ${targetOf(detail)}: its documents go to the contact that is left.`,
  'links.rebuilt': ({ contacts, invoices, creditNotes }) =>
    `What belongs together was found again: ${contacts} customers, ${invoices} invoices, ${creditNotes} credit notes.`,
  'issues.woken': (detail) => `${recordsOf(detail)} sent to be tried again: the cause may be gone.`,
  'record.asked': (detail) => `${kindOf(detail)} was sent to be read anew and brought in step.`,
  'issues.retried': (detail) => `${recordsOf(detail)} of one cause sent to be tried again.`,
  'issues.accepted': (detail) =>
    `${recordsOf(detail)} of one cause left as they are: ${detail.reason ?? ''}`.replace(
      /[.\s]*$/,
      '.',
    ),
  'issues.reopened': (detail) => `${recordsOf(detail)} of one cause wait for somebody again.`,
  'issue.accepted': (detail) =>
    `${kindOf(detail)} is left as it is: ${detail.reason ?? ''}`.replace(/[.\s]*$/, '.'),
  'issue.reopened': (detail) => `${kindOf(detail)} waits for somebody again.`,
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

/** What was changed, as the page of the settings calls it. */
function settingsOf({ field }: Detail): string {
  const labels = String(field ?? '')
    .split(', ')
    .map(labelOf);
  return [...new Set(labels)].join(', ');
}

const kindNames: Record<string, string> = {
  contact: 'Contact',
  invoice: 'Invoice',
  credit_note: 'Credit note',
  deal: 'Deal',
  order: 'Booking',
  tenancy: 'Tenancy',
};

function kindOf(detail: Detail): string {
  const name = kindNames[String(detail.kind)] ?? 'A record';
  return `${name} ${detail.number ?? detail.sourceId ?? ''}`.trim();
}

function recordsOf({ records }: Detail): string {
  return records === 1 ? 'One record' : `${records ?? 'Several'} records`;
}

const misfits: Record<string, string> = {
  startDate:
    'The books are locked on the day of the start: documents wait until the lock date is moved.',
  trackingCategoryName:
    'There is no room for a tracking category of the sites: documents wait until there is.',
};

function misfitWords(detail: Detail): string[] {
  const names = String(detail.misfits ?? '').split(' ');
  return Object.entries(misfits).flatMap(([name, words]) => (names.includes(name) ? [words] : []));
}

const writeWords: Record<string, string> = {
  create: 'created',
  update: 'changed',
  payment: 'payment posted',
  allocation: 'allocated',
  overpayment: 'money beyond what was due posted',
  refund: 'refund posted',
  void: 'voided',
  amend: 'changed',
  'closing-write-off': 'credit note for a bad debt posted',
  'closing-void-credit': 'credit note instead of a voiding posted',
  'closing-set': 'credit note set against it',
  'closing-unset': 'credit note taken off it',
  'closing-void-note': 'credit note voided',
  history: 'note added',
  'history-repaired': 'note of the repair added',
  merged: 'merge followed',
  'tracking-category': 'tracking category for the sites created',
  'tracking-option': 'tracking option for its site created',
};

/** The writes come as `payment:12000, history`: what was done, and for payments up to which sum. */
function writesOf(detail: Detail): string {
  return String(detail.writes).split(', ').map(wordOfWrite).join(', ');
}

/** What one write did, by its name in the journal. */
export function wordOfWrite(write: string): string {
  return writeWords[write.split(/[:@]/)[0] ?? ''] ?? write;
}

function targetOf(detail: Detail): string {
  return providerOf({ provider: detail.target ?? '' });
}

function providerOf(detail: Detail): string {
  const known = providerSchema.safeParse(detail.provider);
  return known.success ? providerManifests[known.data].name : String(detail.provider);
}
