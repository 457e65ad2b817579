import type { Link, LinkKey } from '../../contracts/link-item.ts';
import { foundEffect } from '../effects/effects.ts';
import { followMerge } from '../links/follow-merge.ts';
import { newLink } from '../links/new-link.ts';
import { owe } from '../links/owe.ts';
import type { SourceContact } from '../source/records.ts';

/** A contact of the ledger, as far as a link takes from it. */
export interface FoundContact {
  targetId: string;
  name: string;
  contactNumber: string | undefined;
}

/**
 * Which contact of the ledger stands for a customer: that with its number; else that whose id the source
 * keeps for us, unless it bears the number of another customer.
 */
export function whichContact<F extends FoundContact>(
  contact: SourceContact,
  found: readonly F[],
  metadataKey: string,
): { kind: 'ours'; found: F } | { kind: 'doubtful'; found: F } | { kind: 'absent' } {
  const numbered = found.find(({ contactNumber }) => contactNumber === contact.id);
  if (numbered !== undefined) return { kind: 'ours', found: numbered };
  const kept = found.find(({ targetId }) => targetId === contact.metadata[metadataKey]);
  if (kept === undefined) return { kind: 'absent' };
  return { kind: kept.contactNumber ? 'doubtful' : 'ours', found: kept };
}

interface Restoring {
  key: LinkKey;
  accountId: string;
  contact: SourceContact;
  found: FoundContact;
  metadataKey: string;
  /** Where somebody merged it to, and whose that is; undefined: nobody did. */
  survivor: { targetId: string; name: string; heldBy: string | undefined } | undefined;
  nowEpochMs: number;
}

/**
 * Without a state: which details were brought last is not known any more, and the next change of the
 * customer brings them all.
 */
export function restoredContact(of: Restoring): Link {
  const { key, accountId, found, survivor, nowEpochMs } = of;
  const linked = {
    ...foundEffect(newLink(key), 'create'),
    accountId,
    targetId: found.targetId,
    targetLabel: found.name,
  };
  const isKept = (link: Link) => of.contact.metadata[of.metadataKey] === link.targetId;
  if (survivor === undefined) return isKept(linked) ? linked : owe(linked, { what: 'metadata' });
  const moved = followMerge(linked, { ...survivor, seenAtEpochMs: nowEpochMs });
  // The merge was told of when it was followed first.
  const effects = foundEffect(linked, `merged:${found.targetId}`).effects;
  return { ...moved, effects, ...(isKept(moved) ? { owed: [] } : {}) };
}
