import type { Link } from '../../contracts/link-item.ts';
import type { ChangeMessage } from '../../contracts/messages.ts';
import { openClaim } from '../../domain/effects/claims.ts';
import { isUncertain } from '../../domain/effects/effects.ts';
import { effectPolicies } from '../../domain/effects/policies.ts';
import { bury } from '../../domain/links/bury.ts';
import { newLink } from '../../domain/links/new-link.ts';
import { isDeletion } from '../../domain/webhooks/event-kinds.ts';
import { targets } from '../../targets/registry.ts';
import { auditAndMark } from '../effects/audit-writes.ts';
import { finishEffect, flushHeld, updateLink } from '../effects/journal.ts';
import type { HeldChanges, JournalUnit } from '../effects/journal-batch.ts';
import { lookUpEffects } from '../effects/look-up-effects.ts';
import type { ApplyPorts, CreatedRecord } from './applier.ts';

/**
 * Leaves a tombstone for every contact that was deleted at the source, before anything else of the
 * batch: events come in any order, and an update beside the deletion is of no use. Returns the
 * messages that are done with that. What stands in the target stays.
 */
export async function buryDeleted(
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
  const link = (await ports.links.get(key)) ?? newLink(key);
  const unit = { link, version: { at: '', rank: 0, fingerprint: '' } };
  if (unit.link.deletedAt === undefined)
    await updateLink(unit, { ports }, (fresh) => bury(fresh, occurredAt));
  const effect = isUncertain(unit.link.effects.create) ? 'create' : openClaim(unit.link);
  if (effect !== undefined) await lookUp(unit, effect, ports);
  // Nothing is left that a person could mend.
  await ports.issues.resolve(key);
  ports.metrics.count('ContactBuried');
  ports.log.info('contact.buried', { operatorId, sourceId });
}

/**
 * Its creation, or the claim of a record from before, got no answer: where it stands in the target, that
 * is a write to be told of.
 */
async function lookUp(unit: JournalUnit, effect: string, ports: ApplyPorts): Promise<void> {
  const { operatorId, target, accountId } = unit.link;
  const connection = await ports.connections.get({ operatorId, provider: target });
  // The account it was sent to is not connected any more: nobody can look there.
  if (connection === undefined || connection.account.id !== accountId) return;
  const held: HeldChanges = new Map();
  const batch = { ports, held };
  const intent = { unit, effect, body: undefined };
  const absent = await lookUpEffects<typeof intent, CreatedRecord>([intent], batch, {
    policy: effectPolicies(targets[target]).once,
    find: async () => {
      const created = await ports.applier.findCreated(unit.link);
      return new Map(created === undefined ? [] : [[intent, created]]);
    },
    finish: (_intent, answer) => {
      if (!answer.ok) return;
      const { targetId, targetLabel } = answer.value;
      const change = (link: Link) => ({ ...link, targetId, targetLabel });
      finishEffect(unit, batch, { name: effect, state: 'done', change });
    },
  });
  if (absent.length > 0) finishEffect(unit, batch, { name: effect, state: 'rejected' });
  await auditAndMark(unit, batch);
  await flushHeld(batch);
}
