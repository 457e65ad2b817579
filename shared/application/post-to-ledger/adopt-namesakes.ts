import { decideNamesake, isSameName } from '../../domain/apply/namesake.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { claimState } from '../../domain/effects/claims.ts';
import { chooseUpdateName } from '../../domain/effects/updates.ts';
import { mapContact } from '../../domain/mapping/map-contact.ts';
import type { LedgerContact } from '../../ports/ledger/contacts.ts';
import type { ContactUnit } from '../apply-changes/stages.ts';
import { isOpen, keyOf } from '../apply-changes/unit.ts';
import { finishEffect, movedOn } from '../effects/journal.ts';
import { sendEffects } from '../effects/send-effects.ts';
import { isAloneAtSource } from './alone-at-source.ts';
import { holderOf, isOwnContact } from './contact-holders.ts';
import type { LedgerBatch } from './ledger-batch.ts';
import { linkContact } from './link-contact.ts';

/**
 * Customers whose name stands in the ledger already: an operator's own contact from before becomes
 * theirs and gets our number, its history stays. Returns those, and the ones that need a name of
 * their own; the rest is parked for a person.
 */
export async function adoptNamesakes(
  units: ContactUnit[],
  batch: LedgerBatch,
): Promise<{ adopted: ContactUnit[]; apart: ContactUnit[] }> {
  if (units.length === 0) return { adopted: [], apart: [] };
  const names = units.map((unit) => mapContact(unit.record.record).name);
  const found = await withHolders(await batch.ledger.contacts.findByName(names), units, batch);
  const claims: Claim[] = [];
  const apart: ContactUnit[] = [];
  for (const unit of units) {
    const decision = decideNamesake(unit.record.record, found, {
      rivals: rivalsOf(unit, units),
      matching: batch.settings.contactMatching,
      isAloneAtSource: await isAloneAtSource(unit.record.record, found, batch),
    });
    if (decision.kind === 'look_again') throw movedOn();
    if (decision.kind === 'ask') unit.outcome = parked(decision.cause, decision.detail);
    if (decision.kind === 'suffix') apart.push(unit);
    if (decision.kind === 'link') claims.push({ unit, contact: decision.contact });
  }
  await claimAll(claims, batch);
  return { adopted: claims.map(({ unit }) => unit).filter(isOpen), apart };
}

interface Claim {
  unit: ContactUnit;
  contact: LedgerContact;
}

/** A number can be taken away in the ledger: a contact that a customer is linked to stays theirs. */
async function withHolders(
  contacts: LedgerContact[],
  [unit]: ContactUnit[],
  batch: LedgerBatch,
): Promise<LedgerContact[]> {
  if (unit === undefined) return contacts;
  return Promise.all(
    contacts.map(async (contact) => {
      if (contact.contactNumber) return contact;
      const contactNumber = await holderOf(keyOf(unit), contact.targetId, batch);
      return { ...contact, contactNumber };
    }),
  );
}

function rivalsOf(unit: ContactUnit, units: ContactUnit[]) {
  const { name } = unit.record.record;
  return units
    .filter((other) => other !== unit && isSameName(other.record.record.name, name))
    .map((other) => other.record.record);
}

/**
 * The number alone, under the name that stands there: whoever looks by number finds it from then on,
 * and no other customer takes it for theirs. Details follow with the contact's own change.
 */
async function claimAll(claims: Claim[], batch: LedgerBatch): Promise<void> {
  const intents = claims.map(({ unit, contact }) => ({
    unit,
    contact,
    effect: chooseUpdateName(unit.link, claimState),
    body: {
      targetId: contact.targetId,
      draft: { contactNumber: unit.record.record.id, name: contact.name },
    },
  }));
  await sendEffects(intents, batch, {
    policy: batch.policies.latest,
    perCall: batch.ledger.elementsPerCall,
    send: (together, key) =>
      batch.ledger.contacts.update(
        together.map(({ body }) => body),
        key,
      ),
    finish: async ({ unit, contact, effect }, answer) => {
      const isOurs =
        answer.ok &&
        answer.value.targetId === contact.targetId &&
        (await isOwnContact(answer.value, keyOf(unit), batch));
      if (isOurs) return linkContact(unit, { contact, effect, content: 'found' }, batch);
      finishEffect(unit, batch, { name: effect, state: 'rejected' });
      unit.outcome = answer.ok
        ? parked('contact_of_other_customer')
        : parked(answer.cause, answer.detail);
    },
  });
}
