import type { Link } from '../../contracts/link-item.ts';
import type { ChangeMessage } from '../../contracts/messages.ts';
import { skipped } from '../../domain/apply/outcome.ts';
import { isUnsettled } from '../../domain/effects/effects.ts';
import { effectPolicies } from '../../domain/effects/policies.ts';
import { bury } from '../../domain/links/bury.ts';
import { newLink } from '../../domain/links/new-link.ts';
import { isDeletion } from '../../domain/webhooks/event-kinds.ts';
import type { LedgerContact } from '../../ports/ledger/contacts.ts';
import type { ApplyPorts, HeldChanges, Unit } from '../apply-changes/unit.ts';
import { auditAndMark } from '../effects/audit-writes.ts';
import { finishEffect, flushHeld, updateLink } from '../effects/journal.ts';
import { settleEffects } from '../effects/send-effects.ts';
import { openClaim } from './link-contact.ts';

/**
 * Leaves a tombstone for every contact that was deleted at the source, before anything else of the
 * batch: events come in any order, and an update beside the deletion is of no use. Returns the
 * messages that are done with that. The contact in the ledger stays.
 */
export async function buryContacts(
  messages: ChangeMessage[],
  ports: ApplyPorts,
): Promise<ChangeMessage[]> {
  const deletions = messages.filter(({ eventType }) => isDeletion(eventType));
  for (const message of deletions) await buryContact(message, ports);
  return deletions;
}

async function buryContact(message: ChangeMessage, ports: ApplyPorts): Promise<void> {
  const { operatorId, target, kind, sourceId, occurredAt } = message;
  const key = { operatorId, target, kind, sourceId };
  const unit = contactUnit((await ports.links.get(key)) ?? newLink(key));
  if (unit.link.deletedAt === undefined)
    await updateLink(unit, { ports }, (fresh) => bury(fresh, occurredAt));
  const effect = isUnsettled(unit.link.effects.create) ? 'create' : openClaim(unit.link);
  if (effect !== undefined) await settle(unit, effect, ports);
  // Nothing is left that a person could mend.
  await ports.issues.resolve(key);
  ports.metrics.count('ContactBuried');
  ports.log.info('contact.buried', { operatorId, sourceId });
}

function contactUnit(link: Link): Unit {
  const record = { id: link.sourceId, name: '', metadata: {} };
  return {
    record: { kind: 'contact', record },
    link,
    version: { at: '', rank: 0, fingerprint: '' },
    messages: [],
    outcome: skipped('deleted'),
  };
}

/**
 * Its creation, or the number for a contact from before, got no answer: where it stands in the ledger,
 * that is a write to be told of.
 */
async function settle(unit: Unit, effect: string, ports: ApplyPorts): Promise<void> {
  const { operatorId, target, sourceId, accountId } = unit.link;
  const connection = await ports.connections.get({ operatorId, provider: target });
  // The company it was sent to is not connected any more: nobody can look there.
  if (connection === undefined || connection.account.id !== accountId) return;
  const held: HeldChanges = new Map();
  const batch = { ports, held };
  const intent = { unit, effect, body: undefined };
  const absent = await settleEffects<typeof intent, LedgerContact>([intent], batch, {
    policy: effectPolicies.ledgerOnce,
    find: async () => {
      const found = await ports.ledgerFor(operatorId, accountId).contacts.findByNumber([sourceId]);
      const own = found.filter(({ contactNumber }) => contactNumber === sourceId);
      return new Map(own.slice(0, 1).map((contact) => [intent, contact]));
    },
    finish: (_intent, answer) => {
      if (!answer.ok) return;
      const { targetId, name: targetLabel } = answer.value;
      const change = (link: Link) => ({ ...link, targetId, targetLabel });
      finishEffect(unit, batch, { name: effect, state: 'done', change });
    },
  });
  if (absent.length > 0) finishEffect(unit, batch, { name: effect, state: 'rejected' });
  await auditAndMark(unit, batch);
  await flushHeld(batch);
}
