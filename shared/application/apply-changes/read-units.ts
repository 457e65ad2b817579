import type { RecordKind } from '../../contracts/ids.ts';
import type { Link, LinkKey } from '../../contracts/link-item.ts';
import { type ChangeMessage, repairEventType, retryEventType } from '../../contracts/messages.ts';
import type { Version } from '../../contracts/version.ts';
import { type Outcome, parked, skipped } from '../../domain/apply/outcome.ts';
import { paymentsIn, type SeenState } from '../../domain/apply/payments-seen.ts';
import { mayShowOtherContent } from '../../domain/effects/amendments.ts';
import { hasOpenUpdate, showsOtherState } from '../../domain/effects/updates.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import { linkKeyOf } from '../../domain/links/link-key.ts';
import { newLink } from '../../domain/links/new-link.ts';
import type { SourceRecord } from '../../domain/source/records.ts';
import {
  type Comparison,
  compareVersions,
  isAgainstTime,
} from '../../domain/versions/compare-versions.ts';
import { standingVersion } from '../../domain/versions/known-versions.ts';
import { readTime } from '../../domain/versions/record-version.ts';
import { isSeenLater } from '../../domain/versions/version-to-keep.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Source } from '../../ports/source.ts';
import type { Shown } from '../../ports/source-reader.ts';
import { readTogether } from './near-links.ts';
import type { Batch, BatchPorts, Unit } from './unit.ts';
import { versionOf } from './version-of.ts';

/** How each kind is read anew. */
const readFrom: Record<
  RecordKind,
  (source: Source, sourceId: string, happenedAt?: string) => Promise<Shown | undefined>
> = {
  contact: (source, sourceId) => source.getContact(sourceId),
  invoice: (source, sourceId, happenedAt) => source.getInvoice(sourceId, happenedAt),
  credit_note: (source, sourceId, happenedAt) => source.getCreditNote(sourceId, happenedAt),
  deal: (source, sourceId) => source.getDeal(sourceId),
  order: (source, sourceId) => source.getOrder(sourceId),
  tenancy: (source, sourceId) => source.getTenancy(sourceId),
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
  const units: Unit[] = [];
  try {
    const carried = new Map(
      messages.map((message) => [message, carriedState(message, batch.ports)]),
    );
    const links = await linksOf(groups, carried, batch);
    for (const [index, changes] of groups.entries()) {
      const link = links[index];
      if (link !== undefined) units.push(await readUnit(changes, { link, carried }, batch));
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

/** What came with each message; undefined when only the record's reference did. */
type Carried = Map<ChangeMessage, State | Outcome | undefined>;

/** The links of the records, one for each group; read with those of the records that these need. */
async function linksOf(groups: ChangeMessage[][], carried: Carried, batch: Batch): Promise<Link[]> {
  const { operatorId, target, accountId } = batch;
  const own = groups.flatMap(([first]) => {
    return first === undefined ? [] : [linkKeyOf(first)];
  });
  const needed = [...carried.values()].flatMap((state) =>
    state === undefined || 'kind' in state ? [] : neededBy(state.record),
  );
  const keys = new Map(
    needed.map(({ kind, sourceId }) => [
      `${kind} ${sourceId}`,
      { operatorId, target, kind, sourceId },
    ]),
  );
  const found = await readTogether(own, [...keys.values()], batch);
  return own.map((key, at) => linkInAccount(found[at] ?? newLink(key), accountId));
}

/** What is not a customer itself needs its customer, and a credit note its invoice. */
function neededBy(record: SourceRecord): Array<Pick<LinkKey, 'kind' | 'sourceId'>> {
  if (record.kind === 'contact' || record.record.contactId === undefined) return [];
  const customer = { kind: 'contact', sourceId: record.record.contactId } as const;
  if (record.kind !== 'credit_note') return [customer];
  return [customer, { kind: 'invoice', sourceId: record.record.invoiceId }];
}

/** One state of a record; `isRead`: the source said so just now, no event brought it. */
interface State {
  record: SourceRecord;
  version: Version;
  isRead: boolean;
}

async function readUnit(
  messages: ChangeMessage[],
  { link, carried }: { link: Link; carried: Carried },
  batch: Batch,
): Promise<Unit> {
  // Not even read: the source does not know it any more.
  if (link.deletedAt !== undefined) return ended(link, messages, skipped('deleted'));
  const readOnce = reader(messages, link, batch);
  let newest: State | undefined;
  let isTie = false;
  const seen: SeenState[] = [];
  for (const message of messages) {
    const state = carried.get(message) ?? (await readOnce());
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
    isApplied &&
    !hasOpenUpdate(link) &&
    !showsOtherState(link, version.fingerprint) &&
    !mayShowOtherContent(link);
  // What is there already is not done again; what a night misses there is.
  const isMissed = messages.some(({ eventType }) => eventType === repairEventType);
  if (comparison === 'same' && isStanding && !isMissed) unit.outcome = skipped('duplicate');
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
  const shown = await readFrom[kind](batch.source, sourceId, latestEvent(messages));
  if (shown === undefined) return parked('record_missing');
  // As new as can be, whatever event asked for it.
  const now = new Date(batch.ports.clock.nowEpochMs()).toISOString();
  const observedAt = readTime(now, [
    ...messages.map(({ occurredAt }) => occurredAt),
    standingVersion(link)?.at ?? '',
  ]);
  const state = stateShown(shown, observedAt, batch.ports.crypto);
  return 'kind' in state ? state : { ...state, isRead: true };
}

/** The state that came with the event; undefined when only the record's reference did. */
export function carriedState(
  message: ChangeMessage,
  { sourceReader, crypto }: Pick<BatchPorts, 'sourceReader' | 'crypto'>,
): State | Outcome | undefined {
  const { kind, resource, occurredAt: happenedAt } = message;
  if (resource === undefined) return undefined;
  const shown = sourceReader.readRecord({ kind, resource, happenedAt });
  const state = stateShown(shown, happenedAt, crypto);
  return 'kind' in state || hasItsSite(state.record) ? state : undefined;
}

/** Webhooks are reported to carry the site in full; where one only names it, the source is asked. */
function hasItsSite(record: SourceRecord): boolean {
  if (record.kind === 'contact') return true;
  return record.record.siteId === undefined || record.record.siteName !== undefined;
}

/** The state that the source shows, or why nobody can read it. */
function stateShown(shown: Shown, observedAt: string, crypto: Crypto): State | Outcome {
  if (!shown.ok) return parked('record_unreadable', shown.problem);
  const record = shown.value;
  return { record, version: versionOf(record, observedAt, crypto), isRead: false };
}

/** A unit that ends before its record could be read. */
function ended(link: Link, messages: ChangeMessage[], outcome: Outcome): Unit {
  const record: SourceRecord = {
    kind: 'contact',
    record: { id: link.sourceId, name: '', metadata: {} },
  };
  return { record, link, messages, outcome, version: { at: '', rank: 0, fingerprint: '' } };
}
