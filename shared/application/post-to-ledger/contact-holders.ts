import type { LinkKey } from '../../contracts/link-item.ts';
import { holderKey, newHolder } from '../../domain/links/holder.ts';
import type { LedgerContact } from '../../ports/ledger/contacts.ts';
import type { Batch } from '../apply-changes/unit.ts';

type Stores = Pick<Batch, 'ports'>;

/** The customer that a contact of the ledger is taken for; undefined: nobody yet. */
export async function holderOf(
  key: LinkKey,
  targetId: string,
  { ports }: Stores,
): Promise<string | undefined> {
  return (await ports.links.get(holderKey(key, targetId)))?.targetId;
}

/** Takes the contact for this customer, unless another has it. Returns whose it is then. */
export async function holdContact(key: LinkKey, targetId: string, batch: Stores): Promise<string> {
  const known = await holderOf(key, targetId, batch);
  if (known !== undefined) return known;
  const saved = await batch.ports.links.save(newHolder(key, targetId));
  if (saved !== 'conflict') return key.sourceId;
  return (await holderOf(key, targetId, batch)) ?? key.sourceId;
}

/** Whether the ledger's answer is about this customer's contact, and no other customer has it. */
export async function isOwnContact(
  contact: LedgerContact,
  key: LinkKey,
  batch: Stores,
): Promise<boolean> {
  if (contact.contactNumber !== key.sourceId) return false;
  return (await holdContact(key, contact.targetId, batch)) === key.sourceId;
}
