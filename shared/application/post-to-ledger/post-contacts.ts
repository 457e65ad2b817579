import { parked, type SkipReason, skipped } from '../../domain/apply/outcome.ts';
import { openClaim } from '../../domain/effects/claims.ts';
import { isUncertain, unauditedWrites, wasSent } from '../../domain/effects/effects.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import { newLink } from '../../domain/links/new-link.ts';
import { mapContact, suffixedName } from '../../domain/mapping/map-contact.ts';
import { isDocument, type SourceContact, type SourceInvoice } from '../../domain/source/records.ts';
import { standingVersion } from '../../domain/versions/known-versions.ts';
import { linksNear } from '../apply-changes/near-links.ts';
import {
  type ContactUnit,
  documentsToBeCreated,
  end,
  isAbsent,
  isToBeCreated,
  openOf,
  standing,
  type ToBeCreated,
  toBeCreated,
} from '../apply-changes/stages.ts';
import { isOpen, keyOf, type Unit } from '../apply-changes/unit.ts';
import { versionOf } from '../apply-changes/version-of.ts';
import { hashOfBody } from '../effects/hashes.ts';
import { finishEffect, flushHeld, movedOn } from '../effects/journal.ts';
import { sendEffects } from '../effects/send-effects.ts';
import { adoptNamesakes } from './adopt-namesakes.ts';
import { holdContact, holderOf, isOwnContact } from './contact-holders.ts';
import { endAbsentClaims, endUnneeded } from './end-absent.ts';
import type { LedgerBatch } from './ledger-batch.ts';
import { foundEffect, linkContact } from './link-contact.ts';
import { relink, survivorsOf } from './relink-contact.ts';
import { updateContacts } from './update-contacts.ts';

/**
 * Every contact of the batch, and every customer of a document in it, gets its contact in the ledger:
 * found by the source's id, else created. Afterwards `batch.contactTargetIds` knows them all. Whom no
 * document needs any more is only looked for.
 */
export async function postContacts(units: Unit[], batch: LedgerBatch): Promise<Unit[]> {
  const own = openOf(units, 'contact');
  const { customers, former } = await customersOf(units, own, batch);
  const needed = [...customers, ...former];
  const contacts = [...own, ...needed].filter(isOpen);
  const unknown = toBeCreated(contacts, 'contact');
  const outdated = await adopt(unknown, batch);
  await endUnneeded(toBeCreated(former, 'contact'), batch);
  const adopted = await create(toBeCreated(unknown, 'contact'), batch);
  const asTheyAre = new Set<Unit>(unknown).difference(outdated).difference(new Set(adopted));
  const changed = standing(own, 'contact').filter((unit) => !asTheyAre.has(unit));
  await updateContacts(changed, batch);
  for (const unit of contacts) {
    if (unit.link.targetId !== undefined)
      batch.contactTargetIds.set(unit.link.sourceId, unit.link.targetId);
  }
  return needed;
}

/** Customers of documents that are not in the batch themselves; `former`: of documents that ended. */
async function customersOf(
  units: Unit[],
  own: ContactUnit[],
  batch: LedgerBatch,
): Promise<{ customers: ContactUnit[]; former: ContactUnit[] }> {
  const known = new Set(own.map((unit) => unit.record.record.id));
  const wanted = new Map<string, SourceContact | undefined>();
  for (const { record } of documentsToBeCreated(units)) {
    const { contactId, contact } = record.record;
    if (!known.has(contactId)) wanted.set(contactId, contact ?? wanted.get(contactId));
  }
  const left = onePerCustomer([...withdrawnOf(units), ...postedOf(units)]).filter(
    ({ contactId }) => !known.has(contactId) && !wanted.has(contactId),
  );
  const ids = [...wanted.keys(), ...left.map(({ contactId }) => contactId)];
  const linkOf = await customerLinks(ids, batch);
  const [customers, former] = await Promise.all([
    Promise.all([...wanted].map(([id, contact]) => customerUnit(linkOf(id), contact, batch))),
    Promise.all(left.map((one) => formerCustomer(linkOf(one.contactId), one, batch))),
  ]);
  const isRead = (unit: ContactUnit | undefined) => unit !== undefined;
  return { customers: customers.filter(isRead), former: former.filter(isRead) };
}

type DocumentOfContact = Pick<SourceInvoice, 'contactId' | 'contact'>;

function onePerCustomer(documents: DocumentOfContact[]): DocumentOfContact[] {
  return [...new Map(documents.map((document) => [document.contactId, document])).values()];
}

/** Skips that end a document whose customer an earlier state of it may have sent to the ledger. */
const withdrawing = new Set<SkipReason>(['void_never_posted', 'before_start_date']);

/** Documents that ended before they were posted: voided, given up, waiting for a person. */
function withdrawnOf(units: Unit[]): DocumentOfContact[] {
  return units.flatMap((unit) => {
    const { record, outcome } = unit;
    if (!isDocument(record) || !isAbsent(unit)) return [];
    const isWithdrawn =
      outcome?.kind === 'parked' ||
      (outcome?.kind === 'skipped' && withdrawing.has(outcome.reason));
    return isWithdrawn ? [record.record] : [];
  });
}

/** A document that stands in the ledger has its customer there, and asks nothing more of it. */
function postedOf(units: Unit[]): DocumentOfContact[] {
  const documents = [...standing(units, 'invoice'), ...standing(units, 'credit_note')];
  return documents.map(({ record }) => record.record);
}

/** Whoever was sent to the ledger for a document that needs that no more may have work left to end. */
async function formerCustomer(
  link: Unit['link'],
  { contact }: DocumentOfContact,
  batch: LedgerBatch,
): Promise<ContactUnit | undefined> {
  const mayStand = isUncertain(link.effects.create) || openClaim(link) !== undefined;
  const isOpenEnded = mayStand || unauditedWrites(link).length > 0 || link.owed.length > 0;
  return isOpenEnded ? customerUnit(link, contact, batch) : undefined;
}

/** Returns the link of each by its id at the source. */
async function customerLinks(
  contactIds: string[],
  batch: LedgerBatch,
): Promise<(contactId: string) => Unit['link']> {
  const { operatorId, target, accountId } = batch;
  const keyFor = (sourceId: string) => ({ operatorId, target, kind: 'contact', sourceId }) as const;
  const stored = await linksNear(contactIds.map(keyFor), batch);
  const known = new Map(contactIds.map((contactId, at) => [contactId, stored[at]]));
  return (contactId) =>
    linkInAccount(known.get(contactId) ?? newLink(keyFor(contactId)), accountId);
}

async function customerUnit(
  link: Unit['link'],
  embedded: SourceContact | undefined,
  batch: LedgerBatch,
): Promise<ContactUnit | undefined> {
  const { ports, source } = batch;
  const contactId = link.sourceId;
  if (link.targetId !== undefined) {
    batch.contactTargetIds.set(contactId, link.targetId);
    const isDue = link.owed.length > 0 || unauditedWrites(link).length > 0;
    return isDue ? needingNothing(link) : undefined;
  }
  const contact = embedded ?? (await fetched(contactId, source));
  if (contact === undefined) return undefined;
  const record = { kind: 'contact', record: contact } as const;
  const observedAt = new Date(ports.clock.nowEpochMs()).toISOString();
  const version = versionOf(record, observedAt, ports.crypto);
  return { record, link, messages: [], version, seenVersion: standingVersion(link) };
}

/** The worker died before the write-back was queued, or the activity appended: only that is left. */
function needingNothing(link: Unit['link']): ContactUnit {
  const record = {
    kind: 'contact',
    record: { id: link.sourceId, name: '', metadata: {} },
  } as const;
  const version = link.version ?? { at: '', rank: 0, fingerprint: '' };
  return { record, link, version, messages: [], outcome: skipped('duplicate') };
}

/** A customer whose contact is known, as a unit that needs nothing else. */
export async function knownCustomer(contactId: string, batch: LedgerBatch): Promise<ContactUnit> {
  const linkOf = await customerLinks([contactId], batch);
  return needingNothing(linkOf(contactId));
}

async function fetched(
  contactId: string,
  source: LedgerBatch['source'],
): Promise<SourceContact | undefined> {
  const shown = await source.getContact(contactId);
  return shown?.ok ? shown.value.record : undefined;
}

/**
 * Contacts that are in the ledger already, under our number. Returns those that stand there as they
 * were before: sent without an answer and changed since, or from a time that the link knows nothing of.
 */
async function adopt(
  units: Array<ToBeCreated<ContactUnit>>,
  batch: LedgerBatch,
): Promise<Set<Unit>> {
  const outdated = new Set<Unit>();
  if (units.length === 0) return outdated;
  const found = await batch.ledger.contacts.findByNumber(
    units.map((unit) => unit.record.record.id),
  );
  const merged = found.filter(({ mergedToTargetId }) => mergedToTargetId !== undefined);
  const survivors = await survivorsOf(
    merged.map(({ targetId }) => targetId),
    batch,
  );
  const foreign = units.filter((unit) => !isSent(unit));
  for (const unit of units) {
    const match = found.find((contact) => contact.contactNumber === unit.record.record.id);
    const survivor = survivors.get(match?.targetId ?? '');
    if (match === undefined) continue;
    if (match.isArchived && survivor === undefined) {
      end(unit, parked('contact_archived'));
      continue;
    }
    const { sourceId } = unit.link;
    if (((await holderOf(keyOf(unit), match.targetId, batch)) ?? sourceId) !== sourceId) {
      end(unit, parked('contact_of_other_customer'));
      continue;
    }
    const effect = foundEffect(unit.link);
    const isOurs = effect === 'create' && isSent(unit);
    const isAsSent = isOurs && !isSentOtherwise(unit, batch);
    if (!isAsSent) outdated.add(unit);
    const content = isOurs && !isAsSent ? 'former' : 'found';
    linkContact(unit, { contact: match, effect, content }, batch);
    if (survivor !== undefined) await relink(unit, survivor, batch);
  }
  await flushHeld(batch, units);
  // Another worker of ours created it since the link was read, maybe in an older state than this one.
  if (foreign.some(isSent)) throw movedOn();
  await holdAll(units, batch);
  await endAbsentClaims(
    units.filter((unit) => isToBeCreated(unit)),
    batch,
  );
  return outdated;
}

/** Found contacts are theirs from now on; a worker that dies before finds them by number again. */
async function holdAll(units: ContactUnit[], batch: LedgerBatch): Promise<void> {
  for (const unit of units) {
    const { targetId, sharedWith } = unit.link;
    const isHeld = targetId !== undefined && sharedWith === undefined;
    if (isHeld) await holdContact(keyOf(unit), targetId, batch);
  }
}

function isSent({ link }: ContactUnit): boolean {
  return wasSent(link.effects.create);
}

function isSentOtherwise(unit: ContactUnit, batch: LedgerBatch): boolean {
  const { create } = unit.link.effects;
  const { record } = unit.record;
  const bodies = [mapContact(record, record.name), mapContact(record, suffixedName(record))];
  const hashes = bodies.map((body) => hashOfBody(body, batch));
  return isUncertain(create) && !hashes.includes(create?.bodyHash ?? '');
}

/**
 * A name that the ledger has already is the customer's own contact from before, or somebody else's:
 * then the customer goes by the name and the end of the id. Returns the customers of the first kind.
 */
async function create(
  units: Array<ToBeCreated<ContactUnit>>,
  batch: LedgerBatch,
): Promise<ContactUnit[]> {
  const clashing = await createNamed(units, batch, (unit) => unit.record.record.name);
  const { adopted, apart } = await adoptNamesakes(clashing, batch);
  const taken = await createNamed(toBeCreated(apart, 'contact'), batch, (unit) =>
    suffixedName(unit.record.record),
  );
  for (const unit of taken) end(unit, parked('contact_name_taken'));
  return adopted;
}

/** Returns the units whose name the ledger knows already; what else is refused is parked. */
async function createNamed(
  units: Array<ToBeCreated<ContactUnit>>,
  batch: LedgerBatch,
  nameOf: (unit: ContactUnit) => string,
): Promise<Array<ToBeCreated<ContactUnit>>> {
  const clashing: Array<ToBeCreated<ContactUnit>> = [];
  const intents = units.map((unit) => ({
    unit,
    effect: 'create',
    body: mapContact(unit.record.record, nameOf(unit)),
  }));
  await sendEffects(intents, batch, {
    policy: batch.policies.once,
    perCall: batch.ledger.elementsPerCall,
    // Looked up by their numbers a moment ago.
    find: async () => new Map(),
    send: (together, key) =>
      batch.ledger.contacts.create(
        together.map(({ body }) => body),
        key,
      ),
    finish: async ({ unit }, answer) => {
      if (answer.ok && (await isOwnContact(answer.value, keyOf(unit), batch))) {
        const written = { contact: answer.value, effect: 'create', content: 'written' } as const;
        return linkContact(unit, written, batch);
      }
      finishEffect(unit, batch, { name: 'create', state: 'rejected' });
      if (answer.ok) end(unit, parked('contact_of_other_customer'));
      else if (answer.cause === 'contact_name_taken') clashing.push(unit);
      else end(unit, parked(answer.cause, answer.detail));
    },
  });
  return clashing;
}
