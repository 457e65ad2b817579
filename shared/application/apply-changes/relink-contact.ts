import { survivorOf } from '../../domain/apply/survivor.ts';
import { followMerge } from '../../domain/links/follow-merge.ts';
import { hasSameForm } from '../../domain/links/holder.ts';
import type { LedgerContact } from '../../ports/ledger.ts';
import { holdContact } from './contact-holders.ts';
import { updateLink } from './journal.ts';
import { type Batch, keyOf, type Unit } from './unit.ts';

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
    const found = await batch.ledger.findContactsById(asked);
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

/** Links the unit of a customer to the contact that is left after a merge, and tells of it. */
export async function relink(unit: Unit, survivor: LedgerContact, batch: Batch): Promise<void> {
  const { operatorId, target, kind, sourceId, targetId: formerTargetId = '' } = unit.link;
  const { targetId, name } = survivor;
  const heldBy = await otherHolder(unit, survivor, batch);
  await updateLink(unit, batch, (link) => followMerge(link, { targetId, name, heldBy }));
  batch.contactTargetIds.set(sourceId, targetId);
  const { activities, clock, crypto } = batch.ports;
  await activities.append({
    operatorId,
    activityId: crypto.uuid5(`merge ${operatorId} ${target} ${formerTargetId} ${targetId}`),
    at: new Date(clock.nowEpochMs()).toISOString(),
    type: 'contact.merge_followed',
    actor: 'rollerdoor',
    detail: { target, kind, sourceId, targetId, formerTargetId },
  });
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
