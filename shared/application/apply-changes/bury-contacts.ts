import type { ChangeMessage } from '../../contracts/messages.ts';
import { bury } from '../../domain/links/bury.ts';
import { newLink } from '../../domain/links/new-link.ts';
import { isDeletion } from '../../domain/webhooks/event-kinds.ts';
import { updateLink } from './journal.ts';
import type { ApplyPorts } from './unit.ts';

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
  const link = (await ports.links.get(key)) ?? newLink(key);
  if (link.deletedAt === undefined)
    await updateLink({ link }, { ports }, (fresh) => bury(fresh, occurredAt));
  // Nothing is left that a person could mend.
  await ports.issues.resolve(key);
  ports.metrics.count('ContactBuried');
  ports.log.info('contact.buried', { operatorId, sourceId });
}
