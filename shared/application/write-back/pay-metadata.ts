import type { Link } from '../../contracts/link-item.ts';
import { ProviderError } from '../../domain/errors/errors.ts';
import { payOff } from '../../domain/links/owe.ts';
import type { Source } from '../../ports/source.ts';
import { auditWriteBack } from './audit-write-back.ts';
import { saveDebts } from './save-debts.ts';
import type { WriteBackPorts } from './write-back-ports.ts';

/** Writes the target's id onto the contact. Absolute values only, so sending it twice does no harm. */
export async function payMetadata(
  link: Link,
  source: Source,
  ports: WriteBackPorts,
): Promise<Link> {
  const { targetId, deletedAt } = link;
  // Without an id there is nothing to say, and a contact that was deleted cannot be told.
  if (
    targetId !== undefined &&
    deletedAt === undefined &&
    (await isOfConnectedCompany(link, ports))
  )
    await write({ link, targetId }, source, ports);
  return saveDebts(link, ports.links, {
    change: (current) => payOff(current, [{ what: 'metadata' }]),
    // Followed into another contact meanwhile: the id of that one is still owed.
    fits: (current) => current.targetId === targetId,
  });
}

async function write(
  { link, targetId }: { link: Link; targetId: string },
  source: Source,
  ports: WriteBackPorts,
): Promise<void> {
  const refusal = await refusalOf(source, link.sourceId, {
    [`rollerdoor:${link.target}`]: targetId,
  });
  if (refusal === undefined) {
    ports.metrics.count('MetadataWritten');
    const sentAtEpochMs = ports.clock.nowEpochMs();
    const entry = ports.crypto.uuid();
    return auditWriteBack(link, ports, { writes: 'metadata', entry, sentAtEpochMs });
  }
  const { operatorId, sourceId } = link;
  ports.log.warn('metadata.given_up', { operatorId, sourceId, code: refusal.code });
  // That a contact is gone is nothing to wake anybody for.
  if (refusal.status !== 404) ports.metrics.count('MetadataGivenUp');
}

/** After a switch to another company in the target the old id on the contact would mislead. */
async function isOfConnectedCompany(link: Link, ports: WriteBackPorts): Promise<boolean> {
  if (link.accountId === undefined) return true;
  const { operatorId, target } = link;
  const connection = await ports.connections.get({ operatorId, provider: target });
  return connection === undefined || connection.account.id === link.accountId;
}

/** Malformed, gone, not in this state, invalid: the same patch is refused the same way every time. */
const refusedForGood = new Set<number | undefined>([400, 404, 409, 422]);

async function refusalOf(source: Source, contactId: string, patch: Record<string, string>) {
  try {
    await source.patchContactMetadata(contactId, patch);
    return undefined;
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure.canRetryHelp) throw error;
    if (!refusedForGood.has(error.failure.status)) throw error;
    // Recovery: the debt is let go (the contact was deleted, or other integrations used up its keys);
    // kept, it would hold up everything else that the operator is owed.
    return error.failure;
  }
}
