import { survivorOf } from '../../domain/apply/survivor.ts';
import { followMerge } from '../../domain/links/follow-merge.ts';
import { hasSameForm } from '../../domain/links/holder.ts';
import type { LedgerContact } from '../../ports/ledger/contacts.ts';
import { type Batch, keyOf, type Unit } from '../apply-changes/unit.ts';
import { updateLink } from '../effects/journal.ts';
import { holdContact } from './contact-holders.ts';

/** Contacts are merged a few times in a row at most; a longer way is nobody's intention. */
const mergesMax = 10;

/** The contacts that merged ones ended in, by the id of the merged one. */
export async function survivorsOf(
  targetIds: string[],
  batch: Batch,
): Promise<Map<string, LedgerContact>> {
  const known = new Map<string, LedgerContact>();
  let asked = [...new Set(targetIds)];
  for (let merges = 0; asked.length > 0 && merges <= mergesMax; merges += 1) {
    const found = await batch.ledger.contacts.findById(asked);
    for (const contact of found) known.set(contact.targetId, contact);
    const next = found.flatMap(({ mergedToTargetId }) => mergedToTargetId ?? []);
    asked = [...new Set(next)].filter((targetId) => !known.has(targetId));
  }
  return new Map(
    targetIds.flatMap((targetId) => {
      const survivor = survivorOf(targetId, known);
      return survivor === undefined ? [] : [[targetId, survivor]];
    }),
  );
}

/** Links the unit of a customer to the contact that is left after a merge. */
export async function relink(unit: Unit, survivor: LedgerContact, batch: Batch): Promise<void> {
  const { targetId, name } = survivor;
  const heldBy = await otherHolder(unit, survivor, batch);
  const seenAtEpochMs = batch.ports.clock.nowEpochMs();
  const left = { targetId, name, heldBy, seenAtEpochMs };
  await updateLink(unit, batch, (link) => followMerge(link, left));
  batch.contactTargetIds.set(unit.link.sourceId, targetId);
  batch.ports.metrics.count('ContactMergeFollowed');
}

/** Another customer of the source whose contact it was before the merge. */
async function otherHolder(
  unit: Unit,
  { targetId, contactNumber }: LedgerContact,
  batch: Batch,
): Promise<string | undefined> {
  const { sourceId } = unit.link;
  const isNumbered = contactNumber !== undefined && hasSameForm(contactNumber, sourceId);
  const holder = isNumbered ? contactNumber : await holdContact(keyOf(unit), targetId, batch);
  return holder === sourceId ? undefined : holder;
}
