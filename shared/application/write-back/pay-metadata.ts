import type { Link } from '../../contracts/link-item.ts';
import { ProviderError } from '../../domain/errors/errors.ts';
import { payOff } from '../../domain/links/owe.ts';
import { seenAgain } from '../../domain/versions/seen-again.ts';
import type { Shown } from '../../ports/source-reader.ts';
import { versionOf } from '../apply-changes/version-of.ts';
import { saveDebts } from './save-debts.ts';
import { writeBackActivity } from './write-back-activity.ts';
import type { Turn } from './write-back-ports.ts';

/** Writes the target's id onto the contact. Absolute values only, so sending it twice does no harm. */
export async function payMetadata(link: Link, turn: Turn): Promise<Link> {
  const { targetId, deletedAt } = link;
  const paid = {
    change: (current: Link) => payOff(current, [{ what: 'metadata' }]),
    // Followed into another contact meanwhile: the id of that one is still owed.
    fits: (current: Link) => current.targetId === targetId,
  };
  // Without an id there is nothing to say, and a contact that was deleted cannot be told.
  const isWanted =
    targetId !== undefined && deletedAt === undefined && (await isOfConnectedCompany(link, turn));
  const written = isWanted ? await write({ link, targetId }, turn) : 'given_up';
  const { ports } = turn;
  if (written === 'given_up') return saveDebts(link, ports.links, paid);
  const sentAtEpochMs = ports.clock.nowEpochMs();
  const entry = ports.crypto.uuid();
  const payment = {
    link,
    activity: writeBackActivity(link, { writes: 'metadata', entry, sentAtEpochMs }, ports.crypto),
    ...paid,
    // The answer shows what the echo of it will: noted with the payment, that is no news any more.
    change: (current: Link) =>
      paid.change(written === undefined ? current : withSeen(current, written, turn)),
  };
  return turn.payments.take(payment, turn.position);
}

/** A contact that does not say when it was changed orders nothing. */
function withSeen(link: Link, written: Shown<'contact'>, { ports }: Turn): Link {
  if (!written.ok || written.value.record.updatedAt === undefined) return link;
  return seenAgain(link, versionOf(written.value, '', ports.crypto));
}

/** Returns the contact as the source shows it in its answer, where it does. */
async function write(
  { link, targetId }: { link: Link; targetId: string },
  { source, ports }: Turn,
): Promise<Shown<'contact'> | undefined | 'given_up'> {
  const { operatorId, sourceId, target } = link;
  try {
    const shown = await source.patchContactMetadata(sourceId, {
      [`rollerdoor:${target}`]: targetId,
    });
    ports.metrics.count('MetadataWritten');
    return shown;
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure.canRetryHelp) throw error;
    const { code, status } = error.failure;
    if (!refusedForGood.has(status)) throw error;
    // Recovery: the debt is let go (the contact was deleted, or other integrations used up its keys);
    // kept, it would hold up everything else that the operator is owed.
    ports.log.warn('metadata.given_up', { operatorId, sourceId, code });
    // That a contact is gone is nothing to wake anybody for.
    if (status !== 404) ports.metrics.count('MetadataGivenUp');
    return 'given_up';
  }
}

/** Malformed, gone, not in this state, invalid: the same patch is refused the same way every time. */
const refusedForGood = new Set<number | undefined>([400, 404, 409, 422]);

/** After a switch to another company in the target the old id on the contact would mislead. */
async function isOfConnectedCompany(link: Link, { rows }: Turn): Promise<boolean> {
  if (link.accountId === undefined) return true;
  const connection = await rows.connection(link.target);
  return connection === undefined || connection.account.id === link.accountId;
}
