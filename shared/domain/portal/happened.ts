import type { Activity } from '../../contracts/activity-item.ts';
import type { DocumentRow } from '../../contracts/document-item.ts';
import { type Provider, provider as providerSchema } from '../../contracts/ids.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { describeActivity } from './activity-words.ts';
import { type Here, localTime } from './local-time.ts';
import { sumWords } from './sum-words.ts';

/** Something that happened, or many of the same at about the same time. */
export interface Happened {
  at: string;
  text: string;
  /** What they came to, where that is known. */
  sum: string | undefined;
}

/** What follows within this belongs together. */
const togetherMs = 15 * 60_000;

/** What a person need not read one by one; anything else stands alone. */
const verbs: Record<string, string> = {
  create: 'sent to',
  payment: 'payments posted in',
  void: 'voided in',
  allocation: 'set against their invoices in',
  update: 'updated in',
};

/** Done for the sake of something else that is told. */
const quietWrites = new Set(['history', 'history-repaired', 'merged']);
const quietTypes = new Set(['source.noted', 'visit.started', 'endpoint.registered']);

interface Group {
  name: string;
  verb: string | undefined;
  activities: Activity[];
}

/** What happened, newest first, in groups; `known`: the documents that sums and customers are taken from. */
export function happened(
  activities: readonly Activity[],
  known: readonly DocumentRow[],
  here: Here,
): Happened[] {
  const rows = new Map(known.map((row) => [`${row.kind} ${row.sourceId}`, row]));
  return groupsOf(activities).map((group) => told(group, rows, here));
}

function groupsOf(activities: readonly Activity[]): Group[] {
  const groups: Group[] = [];
  for (const activity of activities) {
    if (quietTypes.has(activity.type)) continue;
    const verb = verbOf(activity);
    if (verb === 'quiet') continue;
    const name =
      verb === undefined ? '' : `${verb} ${activity.detail.kind} ${activity.detail.target}`;
    const open = groups.findLast((group) => group.name === name && name !== '');
    if (open !== undefined && isTogether(open, activity)) open.activities.push(activity);
    else groups.push({ name, verb, activities: [activity] });
  }
  return groups;
}

function isTogether({ activities }: Group, { at }: Activity): boolean {
  const latest = activities.at(-1);
  return latest !== undefined && Math.abs(Date.parse(latest.at) - Date.parse(at)) <= togetherMs;
}

/** What was done to a record; undefined: it is something else. */
function verbOf({ type, detail }: Activity): string | undefined {
  if (type !== 'record.applied') return undefined;
  const writes = String(detail.writes ?? '')
    .split(', ')
    .map((write) => write.split(':')[0] ?? '');
  const verb = writes.find((write) => verbs[write] !== undefined);
  if (verb !== undefined) return verb;
  return writes.every((write) => write === '' || quietWrites.has(write)) ? 'quiet' : undefined;
}

const kindNames: Record<string, [string, string]> = {
  contact: ['Customer', 'customers'],
  invoice: ['Invoice', 'invoices'],
  deal: ['Deal', 'deals'],
  order: ['Booking', 'bookings'],
  tenancy: ['Tenancy', 'tenancies'],
  credit_note: ['Credit note', 'credit notes'],
};

function told({ verb, activities }: Group, rows: Map<string, DocumentRow>, here: Here): Happened {
  const [latest] = activities;
  const at = latest === undefined ? '' : localTime(latest.at, here);
  if (latest === undefined || verb === undefined)
    return { at, text: latest === undefined ? '' : describeActivity(latest), sum: undefined };
  const records = [...new Set(activities.map(nameOf))];
  const documents = records.flatMap((name) => rows.get(name) ?? []);
  const sum = documents.length === records.length ? sumOf(documents) : undefined;
  const words = verbs[verb] ?? verb;
  const target = targetOf(latest);
  const [one = 'Record', many = 'records'] = kindNames[String(latest.detail.kind)] ?? [];
  if (records.length > 1)
    return { at, text: `${manyWords(verb, records.length, many)} ${target}`, sum };
  const customer = documents[0]?.customer;
  const what = [one, latest.detail.number ?? documents[0]?.number].filter(Boolean).join(' ');
  const whose = customer === undefined ? '' : ` for ${customer}`;
  const text =
    verb === 'payment'
      ? `${what}${whose}: payment posted in ${target}`
      : `${what}${whose} ${words} ${target}`;
  return { at, text: text.replace('their invoices', 'its invoice'), sum };
}

function manyWords(verb: string, count: number, many: string): string {
  return verb === 'payment'
    ? `Payments of ${count} ${many} posted in`
    : `${count} ${many} ${verbs[verb]}`;
}

function nameOf({ detail }: Activity): string {
  return `${detail.kind} ${detail.sourceId}`;
}

function sumOf(documents: readonly DocumentRow[]): string | undefined {
  const sums: Record<string, number> = {};
  for (const { currency, totalMinor } of documents)
    sums[currency] = (sums[currency] ?? 0) + totalMinor;
  const words = sumWords(sums).join(', ');
  return words === '' ? undefined : words;
}

function targetOf({ detail }: Activity): string {
  const known = providerSchema.safeParse(detail.target);
  const name: Provider | undefined = known.success ? known.data : undefined;
  return name === undefined ? String(detail.target) : providerManifests[name].name;
}
