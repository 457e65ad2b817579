import { parked, skipped } from '../../domain/apply/outcome.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import { newLink } from '../../domain/links/new-link.ts';
import { owe } from '../../domain/links/owe.ts';
import { mapContact, suffixedName } from '../../domain/mapping/map-contact.ts';
import { readContact } from '../../domain/source/read-contact.ts';
import type { SourceContact } from '../../domain/source/records.ts';
import type { LedgerContact, Written } from '../../ports/ledger.ts';
import { finishEffect, sendEffects } from './journal.ts';
import { versionOf } from './read-units.ts';
import { type Batch, isOpen, openOf, type Unit } from './unit.ts';

type ContactUnit = Unit & { record: { kind: 'contact'; record: SourceContact } };

/**
 * Every contact of the batch, and every customer of a document in it, gets its contact in the ledger:
 * found by the source's id, else created. Afterwards `batch.contactTargetIds` knows them all.
 */
export async function postContacts(units: Unit[], batch: Batch): Promise<Unit[]> {
  const own = openOf(units, 'contact');
  const needed = await customersOf(units, own, batch);
  const contacts = [...own, ...needed].filter(isOpen);
  const unknown = contacts.filter((unit) => unit.link.targetId === undefined);
  await adopt(unknown, batch);
  await create(
    unknown.filter((unit) => isOpen(unit) && unit.link.targetId === undefined),
    batch,
  );
  for (const unit of own.filter((candidate) => isOpen(candidate) && !unknown.includes(candidate))) {
    await update(unit, batch);
  }
  for (const unit of contacts) {
    if (unit.link.targetId !== undefined)
      batch.contactTargetIds.set(unit.link.sourceId, unit.link.targetId);
  }
  return needed;
}

/** Customers of documents that are not in the batch themselves. */
async function customersOf(
  units: Unit[],
  own: ContactUnit[],
  batch: Batch,
): Promise<ContactUnit[]> {
  const documents = [...openOf(units, 'invoice'), ...openOf(units, 'credit_note')];
  const known = new Set(own.map((unit) => unit.record.record.id));
  const customers = new Map<string, SourceContact | undefined>();
  for (const { record } of documents) {
    const { contactId, contact } = record.record;
    if (!known.has(contactId)) customers.set(contactId, contact ?? customers.get(contactId));
  }
  const read = await Promise.all(
    [...customers].map(([contactId, contact]) => customerUnit(contactId, contact, batch)),
  );
  return read.flatMap((unit) => unit ?? []);
}

async function customerUnit(
  contactId: string,
  embedded: SourceContact | undefined,
  batch: Batch,
): Promise<ContactUnit | undefined> {
  const { settings, ports, source } = batch;
  const key = {
    operatorId: batch.operatorId,
    target: settings.target,
    kind: 'contact',
    sourceId: contactId,
  } as const;
  const stored = (await ports.links.get(key)) ?? newLink(key);
  const link = linkInAccount(stored, batch.accountId);
  if (link.targetId !== undefined) {
    batch.contactTargetIds.set(contactId, link.targetId);
    return link.owed.length === 0 ? undefined : debtor(link);
  }
  const contact = embedded ?? (await fetched(contactId, source));
  if (contact === undefined) return undefined;
  const record = { kind: 'contact', record: contact } as const;
  const observedAt = new Date(ports.clock.nowEpochMs()).toISOString();
  return { record, link, messages: [], version: versionOf(record, observedAt, ports.crypto) };
}

/** Its debt was recorded, but the worker died before the write-back was queued: only that is left. */
function debtor(link: Unit['link']): ContactUnit {
  const record = {
    kind: 'contact',
    record: { id: link.sourceId, name: '', metadata: {} },
  } as const;
  const version = link.version ?? { at: '', rank: 0, fingerprint: '' };
  return { record, link, version, messages: [], outcome: skipped('duplicate') };
}

async function fetched(
  contactId: string,
  source: Batch['source'],
): Promise<SourceContact | undefined> {
  const contact = await source.getContact(contactId);
  return contact === undefined ? undefined : readContact(contact);
}

/** Contacts that are in the ledger already, under our number. */
async function adopt(units: ContactUnit[], batch: Batch): Promise<void> {
  if (units.length === 0) return;
  const found = await batch.ledger.findContacts(units.map((unit) => unit.record.record.id));
  for (const unit of units) {
    const match = found.find((contact) => contact.contactNumber === unit.record.record.id);
    if (match?.isArchived) unit.outcome = parked('contact_archived');
    else if (match !== undefined) await linkTo(unit, { contact: match, isWritten: false }, batch);
  }
}

/** Two customers of one name: the second goes by its name and the end of its id. */
async function create(units: ContactUnit[], batch: Batch): Promise<void> {
  const clashing = await createNamed(units, batch, (unit) => unit.record.record.name);
  const taken = await createNamed(clashing, batch, (unit) => suffixedName(unit.record.record));
  for (const unit of taken) unit.outcome = parked('contact_name_taken');
}

/** Returns the units whose name the ledger knows already; what else is refused is parked. */
async function createNamed(
  units: ContactUnit[],
  batch: Batch,
  nameOf: (unit: ContactUnit) => string,
): Promise<ContactUnit[]> {
  if (units.length === 0) return [];
  const written = await send(units, batch, nameOf);
  const clashing: ContactUnit[] = [];
  for (const [index, unit] of units.entries()) {
    const answer = written[index];
    if (answer?.ok) {
      await linkTo(unit, { contact: answer.value, isWritten: true }, batch);
      continue;
    }
    await finishEffect(unit, batch, { name: 'create', state: 'rejected' });
    if (answer?.cause === 'contact_name_taken') clashing.push(unit);
    else unit.outcome = parked(answer?.cause ?? 'ledger_rejected', answer?.detail);
  }
  return clashing;
}

async function send(
  units: ContactUnit[],
  batch: Batch,
  nameOf: (unit: ContactUnit) => string,
): Promise<Array<Written<LedgerContact>>> {
  const drafts = units.map((unit) => mapContact(unit.record.record, nameOf(unit)));
  const bodies = new Map<Unit, unknown>(units.map((unit, index) => [unit, drafts[index]]));
  return sendEffects(units, batch, {
    effect: { name: () => 'create', body: (unit) => bodies.get(unit) },
    send: (key) => batch.ledger.createContacts(drafts, key),
  });
}

async function linkTo(
  unit: ContactUnit,
  { contact, isWritten }: { contact: LedgerContact; isWritten: boolean },
  batch: Batch,
): Promise<void> {
  // Without it the echo of our own metadata looks like a change. A state without a time orders nothing.
  const isDated = isWritten && unit.record.record.updatedAt !== undefined;
  const version = isDated ? { version: unit.version } : {};
  const metadataKey = `rollerdoor:${unit.link.target}`;
  const isKnownAtSource = unit.record.record.metadata[metadataKey] === contact.targetId;
  await finishEffect(unit, batch, {
    name: 'create',
    state: 'done',
    change: (link) => {
      const linked = { ...link, ...version, targetId: contact.targetId, targetLabel: contact.name };
      return isKnownAtSource ? linked : owe(linked, { what: 'metadata' });
    },
  });
}

/** A known contact that changed: sent as a whole, found by its id in the ledger. */
async function update(unit: ContactUnit, batch: Batch): Promise<void> {
  const targetId = unit.link.targetId;
  if (targetId === undefined) return;
  const name = `update:${unit.version.fingerprint.slice(0, 16)}`;
  const attempt = async (contactName: string) => {
    const draft = mapContact(unit.record.record, contactName);
    return sendEffects([unit], batch, {
      effect: { name: () => name, body: () => draft },
      send: (key) => batch.ledger.updateContact(targetId, draft, key),
    });
  };
  let answer = await attempt(unit.record.record.name);
  if (!answer.ok && answer.cause === 'contact_name_taken')
    answer = await attempt(suffixedName(unit.record.record));
  const label = answer.ok ? answer.value.name : undefined;
  await finishEffect(unit, batch, {
    name,
    state: answer.ok ? 'done' : 'rejected',
    change: (link) =>
      forgetOldUpdates({ ...link, ...(label === undefined ? {} : { targetLabel: label }) }, name),
  });
  if (!answer.ok) unit.outcome = parked(answer.cause, answer.detail);
}

/** Updates repeat over a contact's life; only the latest is of use in the journal. */
function forgetOldUpdates(link: Unit['link'], latest: string): Unit['link'] {
  const kept = Object.entries(link.effects).filter(
    ([name]) => !name.startsWith('update:') || name === latest,
  );
  return { ...link, effects: Object.fromEntries(kept) };
}
