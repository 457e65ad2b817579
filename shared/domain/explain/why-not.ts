import type { Connection } from '../../contracts/connection-item.ts';
import type { Provider } from '../../contracts/ids.ts';
import type { Issue } from '../../contracts/issue-items.ts';
import { sourceName } from '../../source/source-name.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { endOfCreditNote } from '../apply/decide-credit-note.ts';
import { decideInvoice } from '../apply/decide-invoice.ts';
import type { SkipReason } from '../apply/outcome.ts';
import { isUncertain } from '../effects/effects.ts';
import { isAccepted } from '../issues/acceptance.ts';
import { newLink } from '../links/new-link.ts';
import { dayOf } from '../mapping/document-day.ts';
import { dayAndTime, dayOnly } from '../portal/day-and-time.ts';
import { isPosting } from '../settings/is-posting.ts';
import { isDocument } from '../source/records.ts';
import { namesOf } from './names.ts';
import type { RecordFacts } from './record-facts.ts';

/** Where a person goes, or what they press, for the remedy. */
export type Remedy =
  | 'again'
  | 'connections'
  | 'settings'
  | 'preview'
  | 'backfill'
  | 'issue'
  | 'differences';

export interface Reason {
  /** What follows "is not in the ledger". */
  because: string;
  /** What helps; a sentence or two. */
  remedy: string;
  by?: Remedy;
}

/** Why a record is not in the ledger: the record's own reason first, then what holds up everything. */
export function whyNot(facts: RecordFacts): Reason {
  return (
    unknownAtSource(facts) ??
    waitsForPerson(facts) ??
    leftOut(facts) ??
    switchedOff(facts) ??
    notConnected(facts) ??
    underWay(facts) ??
    beforeConnected(facts) ??
    neverHeardOf(facts)
  );
}

function unknownAtSource(facts: RecordFacts): Reason | undefined {
  const names = namesOf(facts);
  const isGone = facts.source.kind === 'absent' || facts.link?.deletedAt !== undefined;
  if (!isGone) return undefined;
  return {
    because: ` because ${names.source} does not have it, or no longer`,
    remedy: 'Nothing has to be done.',
  };
}

function waitsForPerson({ issue }: RecordFacts): Reason | undefined {
  if (issue === undefined) return undefined;
  if (isAccepted(issue))
    return {
      because: ` because it was left as it is: “${issue.accepted?.reason ?? ''}”`,
      remedy: `What stood for it: ${issue.message} Put it back on the list to have it tried again.`,
      by: 'issue',
    };
  return { because: `: ${inSentence(issue.message)}`, remedy: remedyOf(issue), by: 'issue' };
}

/** While it is on its way to be tried again, that may be all it takes. */
export function remedyOf({ remedy, wokenTimes, times }: Issue): string {
  return wokenTimes === times
    ? `It is being tried again right now. If that fails: ${remedy}`
    : remedy;
}

/** "The account 200 is archived." → "the account 200 is archived"; a name keeps its capital. */
export function inSentence(message: string): string {
  const plain = message.replace(/\.$/, '');
  return /^(?:An?|Another|It|Its|More|No|Nobody|Nothing|On|Somebody|The|There|This) /.test(plain)
    ? `${plain.charAt(0).toLowerCase()}${plain.slice(1)}`
    : plain;
}

/** The very decision of posting: what it would leave out is left out. */
function leftOut(facts: RecordFacts): Reason | undefined {
  const { source, key, link = newLink(key), way } = facts;
  if (source.kind !== 'shown' || way.settings === undefined) return undefined;
  const { value } = source;
  if (!isDocument(value)) return undefined;
  if (value.kind === 'credit_note')
    return skipOf(endOfCreditNote(value.record, link, way.settings), facts);
  const plan = decideInvoice(value.record, link, way.settings);
  return plan.kind === 'end' ? skipOf(plan.outcome, facts) : undefined;
}

function skipOf(
  outcome: { kind: string; reason?: SkipReason } | undefined,
  facts: RecordFacts,
): Reason | undefined {
  if (outcome?.kind !== 'skipped' || outcome.reason === undefined) return undefined;
  return skips[outcome.reason]?.(facts);
}

const skips: Partial<Record<SkipReason, (facts: RecordFacts) => Reason>> = {
  draft: (facts) => ({
    because: ` because it is a draft in ${namesOf(facts).source}, and drafts are not sent`,
    remedy: `Once it is finalized in ${namesOf(facts).source}, it goes by itself.`,
  }),
  before_start_date: (facts) => ({
    because: ` because it is dated ${dayWords(facts)}, before your start date ${startWords(facts)}`,
    remedy: 'Move the start date in the settings, then bring earlier documents over from there.',
    by: 'settings',
  }),
  void_never_posted: (facts) => ({
    because: ` because it was voided in ${namesOf(facts).source} before it was sent`,
    remedy: 'Nothing has to be done: a voided document that was never sent has no place there.',
  }),
  posted_elsewhere: (facts) => ({
    because: ` because it is in the books of an organisation that was connected before`,
    remedy: `Nothing has to be done: in a second organisation it would stand twice. To have it in this one, enter it in ${namesOf(facts).ledger} by hand.`,
  }),
};

function dayWords({ source, way: { settings } }: RecordFacts): string {
  if (source.kind !== 'shown' || !isDocument(source.value) || settings === undefined) return '';
  const day = dayOf(source.value.record.issuedAt, settings);
  return day.ok ? dayOnly(day.value) : dayAndTime(source.value.record.issuedAt);
}

function startWords({ way: { settings } }: RecordFacts): string {
  return settings === undefined ? '' : dayOnly(settings.startDate);
}

function switchedOff(facts: RecordFacts): Reason | undefined {
  const { settings } = facts.way;
  const { ledger } = namesOf(facts);
  if (settings === undefined || isPosting(settings)) return undefined;
  return {
    because: ` because sending to ${ledger} is not switched on`,
    remedy: 'Look at the preview and switch it on. What came meanwhile goes first, in its order.',
    by: 'preview',
  };
}

function notConnected(facts: RecordFacts): Reason | undefined {
  const { key, way } = facts;
  const sides: Provider[] = [sourceName, key.target];
  const missing = sides.filter((provider) => {
    const row = way.connections.find((one) => one.provider === provider);
    return row?.status !== 'connected';
  });
  if (missing.length === 0) return undefined;
  const names = missing.map((provider) => providerManifests[provider].name).join(' and ');
  const isAgain = missing.every((provider) => isToReconnect(way.connections, provider));
  const be = missing.length === 1 ? 'is' : 'are';
  return {
    because: isAgain
      ? ` because ${names} ${missing.length === 1 ? 'has' : 'have'} to be connected again`
      : ` because ${names} ${be} not connected`,
    remedy: `Connect ${names}${isAgain ? ' again' : ''}. What waits goes by itself then, and nothing is sent twice.`,
    by: 'connections',
  };
}

function isToReconnect(connections: readonly Connection[], provider: string): boolean {
  return connections.find((one) => one.provider === provider)?.status === 'needs_reconnect';
}

const byItself = 'Nothing has to be done: it goes by itself.';

function underWay(facts: RecordFacts): Reason | undefined {
  const { link, way } = facts;
  const { ledger, source } = namesOf(facts);
  const time = (epochMs: number) =>
    dayAndTime(new Date(epochMs).toISOString(), way.settings?.timeZone);
  const create = link?.effects.create;
  if (create !== undefined && isUncertain(create))
    return {
      because: ` as far as we know: it was sent at ${time(create.sentAtEpochMs)}, and no clear answer came`,
      remedy: `It is looked up in ${ledger} by its number before anything is sent again, so that it never stands twice. ${byItself}`,
    };
  if (way.aside !== undefined)
    return {
      because: ` because your changes have stood aside since ${time(way.aside.sinceEpochMs)} and are worked in their order`,
      remedy: byItself,
    };
  if (way.resting?.hiddenAtEpochMs !== undefined)
    return {
      because: ` because changes wait since ${time(way.resting.hiddenAtEpochMs)}: ${ledger} or ${source} limits calls, or does not answer`,
      remedy: byItself,
    };
  const isFailing = Object.values(way.tries?.tries ?? {}).some(({ failures = 0 }) => failures > 0);
  if (isFailing)
    return { because: ` because ${ledger} or ${source} fails at the moment`, remedy: byItself };
  return undefined;
}

/** Nobody is told of what was raised before, and no night brings it over by itself. */
function beforeConnected(facts: RecordFacts): Reason | undefined {
  const { link, way, source: read } = facts;
  const { source } = namesOf(facts);
  if (read.kind !== 'shown' || !isDocument(read.value) || link?.version !== undefined)
    return undefined;
  const connection = way.connections.find(({ provider }) => provider === sourceName);
  const since = connection?.sinceAt ?? connection?.connectedAt;
  if (since === undefined || read.value.record.issuedAt >= since) return undefined;
  return {
    because: ` because it was raised before ${source} was connected`,
    remedy:
      'Press “Send it again”: it is read anew and brought over. Or bring over earlier documents as a whole.',
    by: 'again',
  };
}

function neverHeardOf(facts: RecordFacts): Reason {
  const { source } = namesOf(facts);
  return {
    because: ` because ${source} has not told us of it, or its message is still on its way`,
    remedy:
      'Press “Send it again”: it is read anew and brought over. The nightly comparison does the same by itself.',
    by: 'again',
  };
}
