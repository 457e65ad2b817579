import type {
  Difference,
  DifferenceField,
  DifferenceWhat,
} from '../../contracts/difference-item.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { closedBy } from '../mapping/map-closing-note.ts';
import { kindNames } from '../source/kind-names.ts';
import { dayAndTime, dayOnly } from './day-and-time.ts';

export interface DifferenceRow {
  what: string;
  message: string;
  /** What stood there and what stands there, where that can be said in figures. */
  changes: string[];
  since: string;
  /** Absent: nobody has accepted it. */
  accepted: string | undefined;
  /** Page of the document in the ledger; absent: there is none. */
  href: string | undefined;
  reference: Pick<Difference, 'target' | 'kind' | 'sourceId' | 'standing'>;
}

export interface DifferencesView {
  operatorName: string;
  rows: DifferenceRow[];
  nextHref: string | undefined;
}

const kindWords = { ...kindNames, contact: 'Contact' } as const;

const messages: Record<DifferenceWhat, string> = {
  voided: 'was voided in {ledger}, and stands at the source.',
  deleted: 'was deleted in {ledger}, and stands at the source.',
  edited: 'was edited in {ledger}.',
  paid: 'has a payment in {ledger} that the source does not know.',
  archived: 'was archived in {ledger}. New documents bring it back.',
  merged: 'was merged into another in {ledger}. New documents go there.',
};

/** Of our own credit notes, in whose place stands a state of the invoice at the source. */
const closingMessages = {
  bad_debt:
    'wrote an invoice off and was {done} in {ledger}: the invoice is open again there, and is given up at the source. No new one is posted.',
  void: 'took the place of a voiding and was {done} in {ledger}: the invoice is open again there, and is void at the source. No new one is posted.',
} as const;

function isOutOfBooks(what: DifferenceWhat): boolean {
  return what === 'voided' || what === 'deleted';
}

const fieldNames: Record<DifferenceField, string> = {
  total: 'Total',
  tax: 'Tax',
  paid: 'Paid',
  day: 'Date',
  contact: 'Customer',
  lines: 'Lines (account, tax rate or text)',
};

/** What stands in the ledgers otherwise than it was sent, in a person's words; what nobody accepted first. */
export function differenceRows(
  differences: readonly Difference[],
  urlOf: (difference: Difference) => string | undefined,
  timeZone?: string,
): DifferenceRow[] {
  const open = differences.filter(({ accepted }) => accepted === undefined);
  const others = differences.filter(({ accepted }) => accepted !== undefined);
  return [...open, ...others].map((difference) => rowOf(difference, urlOf(difference), timeZone));
}

function rowOf(
  difference: Difference,
  href: string | undefined,
  timeZone: string | undefined,
): DifferenceRow {
  const { target, kind, sourceId, label, what, changes, seenAt, changedAt } = difference;
  const { accepted, standing } = difference;
  const ledger = providerManifests[target].name;
  const closed = kind === 'credit_note' && isOutOfBooks(what) ? closedBy(sourceId) : undefined;
  const message = closed === undefined ? messages[what] : closingMessages[closed.purpose];
  return {
    what: `${kindWords[kind]} ${label ?? sourceId}`,
    message: message.replace('{ledger}', ledger).replace('{done}', what),
    changes: changes.map(changeWords),
    since: dayAndTime(changedAt ?? seenAt, timeZone),
    accepted: accepted && `Accepted on ${dayAndTime(accepted.at, timeZone)}.`,
    href,
    reference: { target, kind, sourceId, standing },
  };
}

/** What stood there and what stands there, a sentence each. */
export function changeWords({ field, was, is }: Difference['changes'][number]): string {
  const name = fieldNames[field];
  const now = field === 'day' ? dayOnly(is) : is;
  if (was !== '' && is !== '') return `${name}: ${was} was sent, ${now} stands there.`;
  return now === '' ? `${name}: changed.` : `${name}: ${now} stands there.`;
}
