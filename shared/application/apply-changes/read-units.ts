import type { RecordKind } from '../../contracts/ids.ts';
import type { ChangeMessage } from '../../contracts/messages.ts';
import { parseVendor } from '../../contracts/parse-vendor.ts';
import * as schemas from '../../contracts/stora-resources.ts';
import type { Version } from '../../contracts/stored-items.ts';
import { type Outcome, parked, skipped } from '../../domain/apply/outcome.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import { newLink } from '../../domain/links/new-link.ts';
import { readContact } from '../../domain/source/read-contact.ts';
import { readCreditNote } from '../../domain/source/read-credit-note.ts';
import { readInvoice } from '../../domain/source/read-invoice.ts';
import type { SourceRecord } from '../../domain/source/records.ts';
import { compareVersions } from '../../domain/versions/compare-versions.ts';
import { canonicalText, recordRank, recordTime } from '../../domain/versions/record-version.ts';
import { isSeenLater } from '../../domain/versions/version-to-keep.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Source } from '../../ports/source.ts';
import type { Batch, Unit } from './unit.ts';

/** How each kind is parsed and how it is read anew. */
const kinds: Record<
  RecordKind,
  {
    parse(resource: unknown, observedAt: string): SourceRecord;
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
    parse: (resource, observedAt) => ({
      kind: 'invoice',
      record: readInvoice(parseVendor(schemas.storaInvoice, resource), observedAt),
    }),
    fetch: (source, sourceId) => source.getInvoice(sourceId),
  },
  credit_note: {
    parse: (resource, observedAt) => ({
      kind: 'credit_note',
      record: readCreditNote(parseVendor(schemas.storaCreditNote, resource), observedAt),
    }),
    fetch: (source, sourceId) => source.getCreditNote(sourceId),
  },
};

/**
 * Turns messages into units: several changes of one record become one unit with its newest state;
 * states that were applied before, or are older than what was, end here.
 */
export async function readUnits(messages: ChangeMessage[], batch: Batch): Promise<Unit[]> {
  const byRecord = Map.groupBy(messages, (message) => `${message.kind}|${message.sourceId}`);
  const units = await Promise.all(
    [...byRecord.values()].map((changes) => readUnit(changes, batch)),
  );
  // Source order of the queue, so that what was first is posted first.
  return units;
}

async function readUnit(messages: ChangeMessage[], batch: Batch): Promise<Unit> {
  const [first] = messages;
  if (first === undefined) throw new Error('A record without a change.');
  const { operatorId, target, kind, sourceId } = first;
  const key = { operatorId, target, kind, sourceId };
  const stored = (await batch.ports.links.get(key)) ?? newLink(key);
  const link = linkInAccount(stored, batch.accountId);
  // Not even read: the source does not know it any more.
  if (link.deletedAt !== undefined) return ended(link, messages, skipped('deleted'));
  let newest: { record: SourceRecord; version: Version } | undefined;
  let isTie = false;
  for (const message of messages) {
    const candidate = await readMessage(message, batch);
    if ('kind' in candidate) return ended(link, messages, candidate);
    const comparison = compareVersions(newest?.version, candidate.version);
    const isLater = newest !== undefined && isSeenLater(candidate.version, newest.version);
    if (comparison === 'newer' || isLater) newest = candidate;
    isTie = comparison === 'tie' || (isTie && newest !== candidate);
  }
  if (newest === undefined) return ended(link, messages, parked('record_missing'));
  const comparison = compareVersions(link.version, newest.version);
  if (comparison === 'tie' || (isTie && comparison !== 'older')) {
    return refetched({ ...first, resource: undefined }, link, { messages, batch });
  }
  const unit: Unit = { ...newest, link, seenVersion: link.version, messages };
  if (comparison === 'same') unit.outcome = skipped('duplicate');
  else if (comparison === 'older') unit.outcome = skipped('older');
  return unit;
}

/** Two states of one second with different content: only the source knows which is the last. */
async function refetched(
  message: ChangeMessage,
  link: Unit['link'],
  context: { messages: ChangeMessage[]; batch: Batch },
): Promise<Unit> {
  const current = await readMessage(message, context.batch);
  if ('kind' in current) return ended(link, context.messages, current);
  const unit: Unit = { ...current, link, seenVersion: link.version, messages: context.messages };
  if (link.version?.fingerprint === current.version.fingerprint)
    unit.outcome = skipped('duplicate');
  return unit;
}

async function readMessage(
  message: ChangeMessage,
  batch: Batch,
): Promise<{ record: SourceRecord; version: Version } | Outcome> {
  const kind = kinds[message.kind];
  const isCarried = message.resource !== undefined;
  const resource = isCarried ? message.resource : await kind.fetch(batch.source, message.sourceId);
  if (resource === undefined) return parked('record_missing');
  // What was read just now is as new as can be, whatever event asked for it.
  const observedAt = isCarried
    ? message.occurredAt
    : new Date(batch.ports.clock.nowEpochMs()).toISOString();
  try {
    const record = kind.parse(resource, observedAt);
    return { record, version: versionOf(record, observedAt, batch.ports.crypto) };
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
function ended(link: Unit['link'], messages: ChangeMessage[], outcome: Outcome): Unit {
  const record: SourceRecord = {
    kind: 'contact',
    record: { id: link.sourceId, name: '', metadata: {} },
  };
  return { record, link, messages, outcome, version: { at: '', rank: 0, fingerprint: '' } };
}
