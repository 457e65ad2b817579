import type { Link } from '../../contracts/link-item.ts';
import { detailMarks } from '../../domain/apply/details-of-theirs.ts';
import { openClaim } from '../../domain/effects/claims.ts';
import { forgetOldUpdates, isUpdate } from '../../domain/effects/updates.ts';
import { owe } from '../../domain/links/owe.ts';
import { detailsOf } from '../../domain/mapping/map-contact.ts';
import type { LedgerContact } from '../../ports/ledger/contacts.ts';
import type { ContactUnit } from '../apply-changes/stages.ts';
import { finishEffect } from '../effects/journal.ts';
import type { LedgerBatch } from './ledger-batch.ts';

/** The effect that a found contact ends: of a try without an answer, or none of ours. */
export function foundEffect(link: Link): string {
  const claim = openClaim(link);
  if (claim !== undefined) return claim;
  // Refused is refused: it must not come to count as a write of ours that happened.
  return link.effects.create?.state === 'rejected' ? 'found' : 'create';
}

interface FoundContact {
  contact: LedgerContact;
  effect: string;
  /** With the details of now, with those of an earlier try of ours, or with whatever it had. */
  content: 'written' | 'former' | 'found';
}

/** Takes down which contact stands for the unit. */
export function linkContact(
  unit: ContactUnit,
  { contact, effect, content }: FoundContact,
  batch: LedgerBatch,
): void {
  const { record } = unit.record;
  // Without it the echo of our own metadata looks like a change. A state without a time orders nothing.
  const isDated = content === 'written' && record.updatedAt !== undefined;
  const version = isDated ? { version: unit.version } : {};
  const metadataKey = `rollerdoor:${unit.link.target}`;
  const isKnownAtSource = record.metadata[metadataKey] === contact.targetId;
  finishEffect(unit, batch, {
    name: effect,
    state: 'done',
    ...(effect === 'found' ? { insteadOf: 'create' } : {}),
    change: (link) => {
      const { detailMarks: _before, ...rest } = link;
      const linked = {
        ...(isUpdate(effect) ? forgetOldUpdates(rest, effect) : rest),
        // What we found there is as it was entered, and follows the customer's next change.
        ...(content === 'written' ? { detailMarks: detailMarks(contact) } : {}),
        ...version,
        targetId: contact.targetId,
        targetLabel: contact.name,
        // What an earlier try brought is not known any more: an update empties all that is gone.
        ...(content === 'former' ? {} : { brought: detailsOf(record) }),
      };
      return isKnownAtSource ? linked : owe(linked, { what: 'metadata' });
    },
  });
  batch.contactTargetIds.set(record.id, contact.targetId);
}
