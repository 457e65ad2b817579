import { DeferredError } from '../../domain/errors/errors.ts';
import {
  noneYet,
  type RebuiltKind,
  type Tallies,
  withCounted,
} from '../../domain/rebuild/tally.ts';
import { sourceName } from '../../source/source-name.ts';
import { contactsPage } from './rebuild-contacts.ts';
import { documentsPage } from './rebuild-documents.ts';
import type {
  Doubt,
  RebuildDeps,
  Rebuilding,
  RebuildPlace,
  RebuildWish,
  Rebuilt,
  WorkedPage,
} from './rebuilding.ts';

/** Pages are put off while calls are limited, and nothing is lost by that; ten hours of it is no rebuild. */
const putOffsAtMost = 200;

/**
 * Restores the links of an operator and target from what stands on both sides: customers by their number in
 * the ledger and by what the source keeps for us, documents by number and reference. What is linked already
 * is left as it is, so that a second run goes on where the first ended; nothing is written on either side.
 * Undefined: a side is not connected.
 */
export async function rebuildLinks(
  deps: RebuildDeps,
  wish: RebuildWish,
): Promise<Rebuilt | undefined> {
  const job = await openJob(deps, wish);
  if (job === undefined) return undefined;
  let place: RebuildPlace | undefined = wish.from ?? { kind: 'contact', page: 1 };
  let tallies = noneYet;
  const doubts: Doubt[] = [];
  while (place !== undefined) {
    const { kind }: RebuildPlace = place;
    const worked: WorkedPage = await patiently(deps, place, (at) =>
      at.kind === 'contact'
        ? contactsPage(deps, job, at.page)
        : documentsPage(deps, job, { kind: at.kind, page: at.page }),
    );
    tallies = withCounted(tallies, kind, worked.ends);
    doubts.push(...worked.doubts);
    place = placeAfter(place, worked.next);
    if (place !== undefined) wish.tell?.(place, tallies);
  }
  if (wish.isWritten) await tellOf(deps, wish, tallies);
  return { tallies, doubts };
}

async function openJob(
  { connections, settings, sourceFor, ledgers }: RebuildDeps,
  { operatorId, target, isWritten }: RebuildWish,
): Promise<Rebuilding | undefined> {
  const [source, connection, own] = await Promise.all([
    connections.get({ operatorId, provider: sourceName }),
    connections.get({ operatorId, provider: target }),
    settings.get(operatorId, target),
  ]);
  const areConnected = source?.status === 'connected' && connection?.status === 'connected';
  if (!areConnected || own === undefined) return undefined;
  const accountId = connection.account.id;
  const ledger = ledgers[target]?.(operatorId, accountId);
  if (ledger === undefined) return undefined;
  return {
    ...{ operatorId, target, accountId, ledger, isWritten },
    source: sourceFor(operatorId),
    settings: own,
    catalogue: await ledger.catalogue.read(),
  };
}

const kindAfter: Partial<Record<RebuiltKind, RebuiltKind>> = {
  contact: 'invoice',
  invoice: 'credit_note',
};

function placeAfter({ kind }: RebuildPlace, next: number | undefined): RebuildPlace | undefined {
  if (next !== undefined) return { kind, page: next };
  const following = kindAfter[kind];
  return following && { kind: following, page: 1 };
}

/** A page whose calls are put off is worked again after the wait: what it saved is linked by then. */
async function patiently<T>(
  { clock }: Pick<RebuildDeps, 'clock'>,
  place: RebuildPlace,
  work: (place: RebuildPlace) => Promise<T>,
): Promise<T> {
  for (let putOffs = 0; ; putOffs += 1) {
    try {
      return await work(place);
    } catch (error) {
      if (!(error instanceof DeferredError) || putOffs >= putOffsAtMost) throw error;
      // Recovery: the same page once more, when the other side takes calls again.
      await clock.sleep(error.retryAfterSeconds * 1_000);
    }
  }
}

/** The figures of the status page are counted anew, and the audit tells who did this. */
async function tellOf(
  { counts, activities, clock, crypto }: RebuildDeps,
  { operatorId, target }: RebuildWish,
  tallies: Tallies,
): Promise<void> {
  const nowEpochMs = clock.nowEpochMs();
  await counts.note({
    operatorId,
    by: {},
    firstAtEpochMs: nowEpochMs,
    isDoubted: true,
    nowEpochMs,
  });
  await activities.append({
    operatorId,
    activityId: crypto.uuid(),
    at: new Date(nowEpochMs).toISOString(),
    type: 'links.rebuilt',
    actor: 'partner',
    detail: {
      target,
      contacts: tallies.contact.restored,
      invoices: tallies.invoice.restored,
      creditNotes: tallies.credit_note.restored,
    },
  });
}
