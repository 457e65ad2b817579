import type { Target } from '../../contracts/ids.ts';
import type { LinkKey } from '../../contracts/link-item.ts';
import { repairEventType } from '../../contracts/messages.ts';
import type { Mismatch, MismatchClass } from '../../contracts/mismatch.ts';
import { linkKeyOf } from '../../domain/links/link-key.ts';
import { mismatchKey } from '../../domain/reconcile/accepted-mismatches.ts';
import { changeAbout } from '../../domain/source/change-about.ts';
import type { Connections } from '../../ports/connections.ts';
import type { ChangeQueue } from '../../ports/queues.ts';
import { connectedSource } from '../issues/send-again.ts';
import type { MonthOf } from './accept-mismatch.ts';
import type { ReportDeps } from './report-ports.ts';

export interface RepairDeps extends ReportDeps {
  connections: Connections;
  queues: Record<Target, ChangeQueue>;
}

export interface RepairWish {
  class: MismatchClass;
  /** Of one alone, as it was seen; absent: all of the class. */
  seen?: { key: string; standing: string } | undefined;
  actor: string;
}

export type RepairAnswer = 'queued' | 'changed' | 'nothing' | 'not_connected';

/** What a page can wait for; the others follow by themselves at night, or at the next press. */
const recordsAtMost = 300;

/**
 * Has records read anew that are not the same on both sides. They go the way of every change: what is in
 * the ledger already is not posted again, and what somebody edited there is not written over.
 */
export async function repairMismatches(
  deps: RepairDeps,
  of: MonthOf,
  wish: RepairWish,
): Promise<{ answer: RepairAnswer; count: number }> {
  const { operatorId, target, month } = of;
  const proof = await deps.monthProofs.get(operatorId, target, month);
  const chosen = chosenOf(proof?.mismatches ?? [], wish);
  if (typeof chosen === 'string') return { answer: chosen, count: 0 };
  const keys = keysOf(of, chosen).slice(0, recordsAtMost);
  if (keys.length === 0) return { answer: 'nothing', count: 0 };
  const source = connectedSource(await deps.connections.list(operatorId), target);
  if (source === undefined) return { answer: 'not_connected', count: 0 };
  await sendAndTell(deps, { keys, epoch: source.epoch, ...of }, wish);
  return { answer: 'queued', count: keys.length };
}

function chosenOf(mismatches: readonly Mismatch[], wish: RepairWish): Mismatch[] | 'changed' {
  const own = mismatches.filter((one) => one.class === wish.class && isRepairable(one));
  const { seen } = wish;
  if (seen === undefined) return own;
  const meant = own.filter((one) => mismatchKey(one) === seen.key);
  return meant.some(({ standing }) => standing !== seen.standing) ? 'changed' : meant;
}

function isRepairable({ fix }: Mismatch): boolean {
  return fix === 'repair' || fix === 'repairs_itself';
}

/** One record may have several; what only the ledger knows cannot be read at the source. */
function keysOf({ operatorId, target }: MonthOf, mismatches: readonly Mismatch[]): LinkKey[] {
  const keys = new Map<string, LinkKey>();
  for (const { kind, sourceId } of mismatches)
    if (sourceId !== undefined)
      keys.set(`${kind} ${sourceId}`, linkKeyOf({ operatorId, target, kind, sourceId }));
  return [...keys.values()];
}

async function sendAndTell(
  deps: RepairDeps,
  { keys, epoch, operatorId, target, month }: MonthOf & { keys: LinkKey[]; epoch: number },
  { class: name, actor }: RepairWish,
): Promise<void> {
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  const messages = keys.map((key) => {
    const eventId = deps.crypto.uuid();
    const asking = { epoch, eventId, eventType: repairEventType, at };
    return { message: changeAbout(key, asking), dedupeId: eventId };
  });
  await deps.queues[target].sendAll(messages);
  const [only, ...others] = keys;
  await deps.activities.append({
    ...{ operatorId, at, actor },
    activityId: deps.crypto.uuid(),
    type: 'mismatches.repaired',
    detail: {
      ...{ target, month, class: name, records: keys.length },
      ...(others.length === 0 && only !== undefined
        ? { kind: only.kind, sourceId: only.sourceId }
        : {}),
    },
  });
}
