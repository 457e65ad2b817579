import type { Unit } from '../apply-changes/unit.ts';
import type { LedgerBatch } from './ledger-batch.ts';
import { knownCustomer } from './post-contacts.ts';
import { relink, survivorsOf } from './relink-contact.ts';

/**
 * Documents that the ledger did not take, or take for its own, because somebody merged their customer's
 * contact: they are open again, for the contact that is left. Returns the customers who come along.
 */
export async function followMerges(
  documents: Unit[],
  contacts: Unit[],
  batch: LedgerBatch,
): Promise<{ isAny: boolean; customers: Unit[] }> {
  const stuck = documents.flatMap((unit) => {
    const targetId = batch.contactTargetIds.get(customerOf(unit) ?? '');
    return targetId !== undefined && mayBeMerged(unit) ? [{ unit, targetId }] : [];
  });
  if (stuck.length === 0) return { isAny: false, customers: [] };
  const survivors = await survivorsOf(
    stuck.map(({ targetId }) => targetId),
    batch,
  );
  const moved = new Map<string, Unit>();
  for (const { unit, targetId } of stuck) {
    const survivor = survivors.get(targetId);
    const contactId = customerOf(unit);
    if (survivor === undefined || contactId === undefined) continue;
    const customer =
      moved.get(contactId) ??
      contacts.find(({ link }) => link.kind === 'contact' && link.sourceId === contactId) ??
      (await knownCustomer(contactId, batch));
    if (!moved.has(contactId)) await relink(customer, survivor, batch);
    moved.set(contactId, customer);
    delete unit.outcome;
  }
  const customers = [...moved.values()].filter((unit) => !contacts.includes(unit));
  return { isAny: moved.size > 0, customers };
}

function customerOf({ record }: Unit): string | undefined {
  return record.kind === 'contact' ? undefined : record.record.contactId;
}

/** Refused for an archived customer, or there under another one. */
function mayBeMerged({ link, outcome }: Unit): boolean {
  if (link.targetId !== undefined || outcome?.kind !== 'parked') return false;
  return outcome.cause === 'contact_archived' || outcome.cause === 'number_taken';
}
