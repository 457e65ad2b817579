import { parked, skipped } from '../../domain/apply/outcome.ts';
import { unansweredUntil } from '../../domain/effects/decide-next-try.ts';
import { isUnsettled, unauditedWrites, wasSent } from '../../domain/effects/effects.ts';
import { effectPolicies } from '../../domain/effects/policies.ts';
import { chooseUpdateName, forgetOldUpdates, isUpdate } from '../../domain/effects/updates.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import { newLink } from '../../domain/links/new-link.ts';
import { owe } from '../../domain/links/owe.ts';
import { mapContact, suffixedName } from '../../domain/mapping/map-contact.ts';
import { readContact } from '../../domain/source/read-contact.ts';
import type { SourceContact, SourceInvoice } from '../../domain/source/records.ts';
import { standingVersion } from '../../domain/versions/known-versions.ts';
import type { LedgerContact } from '../../ports/ledger.ts';
import { finishEffect, flushHeld, movedOn } from './journal.ts';
import { versionOf } from './read-units.ts';
import { hashOfBody, sendEffects } from './send-effects.ts';
import { type Batch, isOpen, isToBeCreated, openOf, type Unit } from './unit.ts';

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
  const outdated = await adopt(unknown, batch);
  await create(
    unknown.filter((unit) => isOpen(unit) && unit.link.targetId === undefined),
    batch,
  );
  for (const unit of own.filter(isOpen)) {
    if (!unknown.includes(unit) || outdated.has(unit)) await update(unit, batch);
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
  const all = [...openOf(units, 'invoice'), ...openOf(units, 'credit_note')];
  const documents = all.filter(isToBeCreated);
  const known = new Set(own.map((unit) => unit.record.record.id));
  const customers = new Map<string, SourceContact | undefined>();
  for (const { record } of documents) {
    const { contactId, contact } = record.record;
    if (!known.has(contactId)) customers.set(contactId, contact ?? customers.get(contactId));
  }
  const read = await Promise.all([
    ...[...customers].map(([contactId, contact]) => customerUnit(contactId, contact, batch)),
    ...onePerCustomer([...withdrawnOf(units), ...postedOf(all)])
      .filter(({ contactId }) => !known.has(contactId) && !customers.has(contactId))
      .map((invoice) => formerCustomer(invoice, batch)),
  ]);
  return read.flatMap((unit) => unit ?? []);
}

type DocumentOfContact = Pick<SourceInvoice, 'contactId' | 'contact'>;

function onePerCustomer(documents: DocumentOfContact[]): DocumentOfContact[] {
  return [...new Map(documents.map((document) => [document.contactId, document])).values()];
}

/** Invoices that were voided before they were posted. */
function withdrawnOf(units: Unit[]): DocumentOfContact[] {
  return units.flatMap(({ record, outcome }) => {
    const isWithdrawn = outcome?.kind === 'skipped' && outcome.reason === 'void_never_posted';
    return isWithdrawn && record.kind === 'invoice' ? [record.record] : [];
  });
}

/** A document that stands in the ledger has its customer there, and asks nothing more of it. */
function postedOf(
  documents: Array<Unit & { record: { record: DocumentOfContact } }>,
): DocumentOfContact[] {
  return documents.filter((unit) => !isToBeCreated(unit)).map(({ record }) => record.record);
}

/** Whoever was sent to the ledger for a document that needs that no more may have work left to end. */
async function formerCustomer(
  { contactId, contact }: DocumentOfContact,
  batch: Batch,
): Promise<ContactUnit | undefined> {
  const link = await customerLink(contactId, batch);
  const isOpenEnded =
    isUnsettled(link.effects.create) || unauditedWrites(link).length > 0 || link.owed.length > 0;
  return isOpenEnded ? customerUnit(contactId, contact, batch) : undefined;
}

async function customerLink(contactId: string, batch: Batch): Promise<Unit['link']> {
  const key = {
    operatorId: batch.operatorId,
    target: batch.settings.target,
    kind: 'contact',
    sourceId: contactId,
  } as const;
  const stored = (await batch.ports.links.get(key)) ?? newLink(key);
  return linkInAccount(stored, batch.accountId);
}

async function customerUnit(
  contactId: string,
  embedded: SourceContact | undefined,
  batch: Batch,
): Promise<ContactUnit | undefined> {
  const { ports, source } = batch;
  const link = await customerLink(contactId, batch);
  if (link.targetId !== undefined) {
    batch.contactTargetIds.set(contactId, link.targetId);
    const isDue = link.owed.length > 0 || unauditedWrites(link).length > 0;
    return isDue ? settled(link) : undefined;
  }
  const contact = embedded ?? (await fetched(contactId, source));
  if (contact === undefined) return undefined;
  const record = { kind: 'contact', record: contact } as const;
  const observedAt = new Date(ports.clock.nowEpochMs()).toISOString();
  const version = versionOf(record, observedAt, ports.crypto);
  return { record, link, messages: [], version, seenVersion: standingVersion(link) };
}

/** The worker died before the write-back was queued, or the activity appended: only that is left. */
function settled(link: Unit['link']): ContactUnit {
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

/**
 * Contacts that are in the ledger already, under our number. Returns those that we sent there, without
 * an answer, as they were before they changed once more.
 */
async function adopt(units: ContactUnit[], batch: Batch): Promise<Set<Unit>> {
  const outdated = new Set<Unit>();
  if (units.length === 0) return outdated;
  const found = await batch.ledger.findContacts(units.map((unit) => unit.record.record.id));
  const foreign = units.filter((unit) => !isSent(unit));
  for (const unit of units) {
    const match = found.find((contact) => contact.contactNumber === unit.record.record.id);
    if (match?.isArchived) unit.outcome = parked('contact_archived');
    if (match === undefined || match.isArchived) continue;
    if (isSentOtherwise(unit, batch)) outdated.add(unit);
    linkTo(unit, { contact: match, isWritten: false }, batch);
  }
  await flushHeld(batch, units);
  // Another worker of ours created it since the link was read, maybe in an older state than this one.
  if (foreign.some(isSent)) throw movedOn();
  return outdated;
}

function isSent({ link }: ContactUnit): boolean {
  return wasSent(link.effects.create);
}

function isSentOtherwise(unit: ContactUnit, batch: Batch): boolean {
  const { create } = unit.link.effects;
  const { record } = unit.record;
  const bodies = [mapContact(record, record.name), mapContact(record, suffixedName(record))];
  const hashes = bodies.map((body) => hashOfBody(body, batch));
  return isUnsettled(create) && !hashes.includes(create?.bodyHash ?? '');
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
  const clashing: ContactUnit[] = [];
  const intents = units.map((unit) => ({
    unit,
    effect: 'create',
    body: mapContact(unit.record.record, nameOf(unit)),
  }));
  await sendEffects(intents, batch, {
    policy: effectPolicies.ledgerOnce,
    // Looked up by their numbers a moment ago.
    find: async () => new Map(),
    send: (together, key) =>
      batch.ledger.createContacts(
        together.map(({ body }) => body),
        key,
      ),
    finish: ({ unit }, answer) => {
      if (answer.ok) return linkTo(unit, { contact: answer.value, isWritten: true }, batch);
      finishEffect(unit, batch, { name: 'create', state: 'rejected' });
      if (answer.cause === 'contact_name_taken') clashing.push(unit);
      else unit.outcome = parked(answer.cause, answer.detail);
    },
  });
  return clashing;
}

function linkTo(
  unit: ContactUnit,
  { contact, isWritten }: { contact: LedgerContact; isWritten: boolean },
  batch: Batch,
): void {
  // Without it the echo of our own metadata looks like a change. A state without a time orders nothing.
  const isDated = isWritten && unit.record.record.updatedAt !== undefined;
  const version = isDated ? { version: unit.version } : {};
  const metadataKey = `rollerdoor:${unit.link.target}`;
  const isKnownAtSource = unit.record.record.metadata[metadataKey] === contact.targetId;
  finishEffect(unit, batch, {
    name: 'create',
    state: 'done',
    change: (link) => {
      const linked = { ...link, ...version, targetId: contact.targetId, targetLabel: contact.name };
      return isKnownAtSource ? linked : owe(linked, { what: 'metadata' });
    },
  });
}

/**
 * A known contact that changed: sent as a whole, found by its id in the ledger. A former change that
 * got no answer could still arrive and undo this one, so it has its time first.
 */
async function update(unit: ContactUnit, batch: Batch): Promise<void> {
  const targetId = unit.link.targetId;
  if (targetId === undefined) return;
  const name = chooseUpdateName(unit.link, unit.version.fingerprint);
  deferForUnanswered(unit, name, batch);
  const { name: contactName } = unit.record.record;
  const isTaken = await sendUpdate(unit, batch, { targetId, name, contactName });
  if (isTaken) {
    const suffixed = suffixedName(unit.record.record);
    const isTakenToo = await sendUpdate(unit, batch, { targetId, name, contactName: suffixed });
    if (isTakenToo) unit.outcome = parked('contact_name_taken');
  }
}

function deferForUnanswered(unit: ContactUnit, name: string, batch: Batch): void {
  const waitsMs = Object.entries(unit.link.effects)
    .filter(([other, { state }]) => other !== name && isUpdate(other) && state === 'sending')
    .map(([, effect]) => unansweredUntil(effect) - batch.ports.clock.nowEpochMs());
  const waitMs = Math.max(0, ...waitsMs);
  if (waitMs > 0) throw new DeferredError('effect_unsettled', Math.ceil(waitMs / 1_000));
}

/** True when another contact has the name. */
async function sendUpdate(
  unit: ContactUnit,
  batch: Batch,
  { targetId, name, contactName }: { targetId: string; name: string; contactName: string },
): Promise<boolean> {
  let isTaken = false;
  const body = mapContact(unit.record.record, contactName);
  await sendEffects([{ unit, effect: name, body }], batch, {
    policy: effectPolicies.ledgerLatest,
    send: async (_intents, key) => [await batch.ledger.updateContact(targetId, body, key)],
    finish: (_intent, answer) => {
      const label = answer.ok ? { targetLabel: answer.value.name } : {};
      finishEffect(unit, batch, {
        name,
        state: answer.ok ? 'done' : 'rejected',
        change: (link) => forgetOldUpdates({ ...link, ...label }, name),
      });
      if (answer.ok) return;
      if (answer.cause === 'contact_name_taken') isTaken = true;
      else unit.outcome = parked(answer.cause, answer.detail);
    },
  });
  return isTaken;
}
