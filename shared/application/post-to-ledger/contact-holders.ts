import type { LinkKey } from '../../contracts/link-item.ts';
import { holderKey, newHolder } from '../../domain/links/holder.ts';
import type { LedgerContact } from '../../ports/ledger/contacts.ts';
import type { LedgerBatch } from './ledger-batch.ts';

type Stores = Pick<LedgerBatch, 'ports'>;

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
  return (await holderOf(key, targetId, batch)) ?? holdNew(key, targetId, batch);
}

/** The same for one that nobody is likely to have. */
async function holdNew(key: LinkKey, targetId: string, batch: Stores): Promise<string> {
  const saved = await batch.ports.links.save(newHolder(key, targetId));
  if (saved !== 'conflict') return key.sourceId;
  return (await holderOf(key, targetId, batch)) ?? key.sourceId;
}

/** Whether the ledger's answer to a write is about this customer's contact, and no other customer has it. */
export async function isOwnContact(
  contact: LedgerContact,
  key: LinkKey,
  batch: Stores,
): Promise<boolean> {
  if (contact.contactNumber !== key.sourceId) return false;
  return (await holdNew(key, contact.targetId, batch)) === key.sourceId;
}
