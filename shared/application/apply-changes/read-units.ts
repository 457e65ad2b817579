import type { RecordKind } from '../../contracts/ids.ts';
import type { Link } from '../../contracts/link-item.ts';
import { type ChangeMessage, retryEventType } from '../../contracts/messages.ts';
import { parseVendor } from '../../contracts/parse-vendor.ts';
import * as schemas from '../../contracts/stora-resources.ts';
import type { Version } from '../../contracts/version.ts';
import { type Outcome, parked, skipped } from '../../domain/apply/outcome.ts';
import { paymentsIn, type SeenState } from '../../domain/apply/payments-seen.ts';
import { hasOpenUpdate, showsOtherState } from '../../domain/effects/updates.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import { newLink } from '../../domain/links/new-link.ts';
import { readContact } from '../../domain/source/read-contact.ts';
import { readCreditNote } from '../../domain/source/read-credit-note.ts';
import { readInvoice } from '../../domain/source/read-invoice.ts';
import type { SourceRecord } from '../../domain/source/records.ts';
import {
  type Comparison,
  compareVersions,
  isAgainstTime,
} from '../../domain/versions/compare-versions.ts';
import { standingVersion } from '../../domain/versions/known-versions.ts';
import {
  canonicalText,
  readTime,
  recordRank,
  recordTime,
} from '../../domain/versions/record-version.ts';
import { isSeenLater } from '../../domain/versions/version-to-keep.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Source } from '../../ports/source.ts';
import type { Batch, Unit } from './unit.ts';

/** How each kind is parsed and how it is read anew. */
const kinds: Record<
  RecordKind,
  {
    parse(resource: unknown, happenedAt: string | undefined): SourceRecord;
    fetch(source: Source, sourceId: string): Promise<unknown>;
  }
> = {
  contact: {
    parse: (resource) => ({
      kind: 'contact',
      record: readContact(parseVendor(schemas.storaContact, resource)),
    }),
    fetch: (source, sourceId) => source.getContact(sourceId),
  },
  invoice: {
    parse: (resource, happenedAt) => ({
      kind: 'invoice',
      record: readInvoice(parseVendor(schemas.storaInvoice, resource), happenedAt),
    }),
    fetch: (source, sourceId) => source.getInvoice(sourceId),
  },
  credit_note: {
    parse: (resource, happenedAt) => ({
      kind: 'credit_note',
      record: readCreditNote(parseVendor(schemas.storaCreditNote, resource), happenedAt),
    }),
    fetch: (source, sourceId) => source.getCreditNote(sourceId),
  },
};

/** Units in the order of the queue; `stop`: why the records after them could not be read. */
export interface ReadUnits {
  units: Unit[];
  stop?: { error: unknown };
}

/**
 * Turns messages into units: several changes of one record become one unit with its newest state;
 * states that were judged before, or are older than one that was, end here. One record is read after
 * the other, so that those before a failure (a full minute, for one) can go on without the rest.
 */
export async function readUnits(messages: ChangeMessage[], batch: Batch): Promise<ReadUnits> {
  const groups = [...byRecord(messages).values()];
  const links = await Promise.allSettled(groups.map((changes) => linkOf(changes, batch)));
  const units: Unit[] = [];
  try {
    for (const [index, changes] of groups.entries()) {
      const link = links[index];
      if (link?.status !== 'fulfilled') throw link?.reason;
      units.push(await readUnit(changes, link.value, batch));
    }
    return { units };
  } catch (error) {
    // Recovery: the caller's, once it has done what can be done.
    return { units, stop: { error } };
  }
}

/** Messages by their record, in the order in which the records come up. */
export function byRecord(messages: ChangeMessage[]): Map<string, ChangeMessage[]> {
  return Map.groupBy(messages, ({ kind, sourceId }) => `${kind}|${sourceId}`);
}

async function linkOf([first]: ChangeMessage[], batch: Batch): Promise<Link> {
  if (first === undefined) throw new Error('A record without a change.');
  const { operatorId, target, kind, sourceId } = first;
  const key = { operatorId, target, kind, sourceId };
  return linkInAccount((await batch.ports.links.get(key)) ?? newLink(key), batch.accountId);
}

/** One state of a record; `isRead`: the source said so just now, no event brought it. */
interface State {
  record: SourceRecord;
  version: Version;
  isRead: boolean;
}

async function readUnit(messages: ChangeMessage[], link: Link, batch: Batch): Promise<Unit> {
  // Not even read: the source does not know it any more.
  if (link.deletedAt !== undefined) return ended(link, messages, skipped('deleted'));
  const readOnce = reader(messages, link, batch);
  let newest: State | undefined;
  let isTie = false;
  const seen: SeenState[] = [];
  for (const message of messages) {
    const state = await stateOf(message, readOnce, batch);
    if ('kind' in state) return ended(link, messages, state);
    seen.push(...seenIn(state, state.isRead ? messages : [message]));
    const comparison = compareVersions(newest?.version, state.version);
    const isLater = newest !== undefined && isSeenLater(state.version, newest.version);
    const isUnclear = comparison === 'tie' || isAgainstTime(newest?.version, state.version);
    if (comparison === 'newer' || isLater) newest = state;
    isTie = isUnclear || (isTie && newest !== state);
  }
  if (newest === undefined) return ended(link, messages, parked('record_missing'));
  const known = comparedWith(newest, link);
  const comparison = compareVersions(known, newest.version);
  const isUnclear = comparison === 'tie' || isAgainstTime(known, newest.version);
  if (isUnclear || (isTie && comparison !== 'older')) {
    // Two states of one second with different content, or a life that went back: only the source knows
    // which is the last.
    const current = await readOnce();
    if ('kind' in current) return ended(link, messages, current);
    seen.push(...seenIn(current, messages));
    const isApplied = link.version?.fingerprint === current.version.fingerprint;
    return unitOf(current, { link, messages, seen, comparison: isApplied ? 'same' : 'newer' });
  }
  return unitOf(newest, { link, messages, seen, comparison });
}

/**
 * What the source says just now is news against everything but what was applied; an event is old
 * against whatever was judged.
 */
function comparedWith(state: State, link: Link): Version | undefined {
  return state.isRead ? link.version : standingVersion(link);
}

function unitOf(
  state: State,
  context: { link: Link; messages: ChangeMessage[]; seen: SeenState[]; comparison: Comparison },
): Unit {
  const { link, messages, comparison } = context;
  const { record, version } = state;
  const paymentsSeen = paymentsIn(context.seen);
  const seenVersion = standingVersion(link);
  const unit: Unit = { record, version, link, seenVersion, messages, paymentsSeen };
  const isApplied = link.version?.fingerprint === version.fingerprint;
  // The same that was only judged is judged again: its cause may be gone.
  // An update may have put another state in its place: one without an answer, or one that nobody noted.
  const isStanding =
    isApplied && !hasOpenUpdate(link) && !showsOtherState(link, version.fingerprint);
  if (comparison === 'same' && isStanding) unit.outcome = skipped('duplicate');
  if (comparison === 'older') unit.outcome = skipped('older');
  return unit;
}

function latestEvent(messages: ChangeMessage[]): string | undefined {
  const [first, ...rest] = messages.filter(isEvent).map(({ occurredAt }) => occurredAt);
  return first === undefined ? undefined : readTime(first, rest);
}

/** A person who retries tells of no time at which something happened. */
function isEvent({ eventType }: ChangeMessage): boolean {
  return eventType !== retryEventType;
}

/** What the source says just now was so by the last of the events that asked for it. */
function seenIn({ record }: State, messages: ChangeMessage[]): SeenState[] {
  const at = latestEvent(messages);
  return at === undefined ? [] : [{ record, at }];
}

/** Reads the record at the source, once however many changes ask for it. */
function reader(
  messages: ChangeMessage[],
  link: Link,
  batch: Batch,
): () => Promise<State | Outcome> {
  let reading: Promise<State | Outcome> | undefined;
  return () => {
    reading ??= read(messages, link, batch);
    return reading;
  };
}

async function read(messages: ChangeMessage[], link: Link, batch: Batch): Promise<State | Outcome> {
  const { kind, sourceId } = link;
  const resource = await kinds[kind].fetch(batch.source, sourceId);
  if (resource === undefined) return parked('record_missing');
  // As new as can be, whatever event asked for it.
  const now = new Date(batch.ports.clock.nowEpochMs()).toISOString();
  const observedAt = readTime(now, [
    ...messages.map(({ occurredAt }) => occurredAt),
    standingVersion(link)?.at ?? '',
  ]);
  const happenedAt = latestEvent(messages);
  const asked = { kind, resource, happenedAt, observedAt };
  const state = stateOfResource(asked, batch.ports.crypto);
  return 'kind' in state ? state : { ...state, isRead: true };
}

async function stateOf(
  message: ChangeMessage,
  readOnce: () => Promise<State | Outcome>,
  batch: Batch,
): Promise<State | Outcome> {
  return carriedState(message, batch.ports.crypto) ?? readOnce();
}

/** The state that came with the event; undefined when only the record's reference did. */
export function carriedState(message: ChangeMessage, crypto: Crypto): State | Outcome | undefined {
  const { kind, resource, occurredAt: observedAt } = message;
  if (resource === undefined) return undefined;
  const shown = { kind, resource, happenedAt: observedAt, observedAt };
  const state = stateOfResource(shown, crypto);
  return 'kind' in state || hasItsSite(state.record) ? state : undefined;
}

/** Webhooks are reported to carry the site in full; where one only names it, the source is asked. */
function hasItsSite(record: SourceRecord): boolean {
  if (record.kind === 'contact') return true;
  return record.record.siteId === undefined || record.record.siteName !== undefined;
}

interface ShownResource {
  kind: RecordKind;
  resource: unknown;
  /** When the event happened that brought it or asked for it; undefined: nothing tells. */
  happenedAt: string | undefined;
  observedAt: string;
}

/** The state that a resource shows, or why nobody can read it. */
export function stateOfResource(
  { kind, resource, happenedAt, observedAt }: ShownResource,
  crypto: Crypto,
): State | Outcome {
  try {
    const record = kinds[kind].parse(resource, happenedAt);
    return { record, version: versionOf(record, observedAt, crypto), isRead: false };
  } catch (error) {
    // Recovery: a person looks at it. Our parse errors name fields, never values.
    return parked('record_unreadable', error instanceof Error ? error.message : '');
  }
}

export function versionOf(record: SourceRecord, observedAt: string, crypto: Crypto): Version {
  return {
    at: recordTime(record, observedAt),
    rank: recordRank(record),
    fingerprint: crypto.sha256Hex(canonicalText(record)),
  };
}

/** A unit that ends before its record could be read. */
function ended(link: Link, messages: ChangeMessage[], outcome: Outcome): Unit {
  const record: SourceRecord = {
    kind: 'contact',
    record: { id: link.sourceId, name: '', metadata: {} },
  };
  return { record, link, messages, outcome, version: { at: '', rank: 0, fingerprint: '' } };
}
