import type { AsideMark } from '../../contracts/aside-items.ts';
import type { Target } from '../../contracts/ids.ts';
import type { ChangeMessage } from '../../contracts/messages.ts';
import { targetOfQueue } from '../../domain/resting/queue-names.ts';
import type { Aside, AsideChange, AsideKey } from '../../ports/aside.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { ChangeQueue, Sendable } from '../../ports/queues.ts';
import type { RecordCounts } from '../../ports/record-counts.ts';

export interface QueueAgainDeps {
  aside: Aside;
  connections: Connections;
  counts: RecordCounts;
  queues: Record<Target, ChangeQueue>;
  clock: Clock;
  crypto: Crypto;
}

export interface QueuedAgainCounts {
  /** Changes that are on their queue again. */
  queued: number;
  /** This version cannot read them: they stay, with all that stands behind them. */
  unreadable: number;
}

const marksAtMost = 1_000;
const changesAtOnce = 10;
/** Marks that are to be looked at in the far future are due as well. */
const foreverMs = 10 * 365 * 24 * 3_600_000;

/**
 * For the version before, which does not know what stands aside: puts it back on the queue it came from, in its
 * order, and takes the marks away. Each change is sent before it is taken away. One that is sent twice is
 * worked twice, which state makes harmless. While this version works, it would put them aside again.
 */
export async function queueAgain(deps: QueueAgainDeps): Promise<QueuedAgainCounts> {
  const counts = { queued: 0, unreadable: 0 };
  await doubtCounts(deps);
  const seen = new Set<string>();
  for (;;) {
    const due = await deps.aside.due(deps.clock.nowEpochMs() + foreverMs, marksAtMost);
    const fresh = due.filter(({ operatorId, queue }) => !seen.has(`${operatorId} ${queue}`));
    if (fresh.length === 0) return counts;
    for (const mark of fresh) {
      seen.add(`${mark.operatorId} ${mark.queue}`);
      await empty(deps, mark, counts);
    }
  }
}

async function empty(
  deps: QueueAgainDeps,
  mark: AsideMark,
  counts: QueuedAgainCounts,
): Promise<void> {
  const { operatorId, queue } = mark;
  const key = { operatorId, queue };
  // Of write-backs only a mark stands: what is owed stands on the links.
  const name = targetOfQueue(queue);
  if (name !== undefined) {
    const left = await sendAll(deps, deps.queues[name], { key, counts });
    counts.unreadable += left;
    if (left > 0) return;
  }
  const current = await deps.aside.mark(key);
  if (current !== undefined) await deps.aside.close(current);
}

/** Returns how many cannot be read. */
async function sendAll(
  deps: QueueAgainDeps,
  queue: ChangeQueue,
  { key, counts }: { key: AsideKey; counts: QueuedAgainCounts },
): Promise<number> {
  for (;;) {
    const changes = await deps.aside.first(key, changesAtOnce);
    const sent = readableOnes(deps, key, changes);
    if (sent.length > 0) {
      await queue.sendAll(sent.map(({ sendable }) => sendable));
      const worked = { by: 'going back', receive: 0, atEpochMs: deps.clock.nowEpochMs() };
      await deps.aside.remove(key, { ...worked, changes: sent.map(({ change }) => change) });
      counts.queued += sent.length;
    }
    if (sent.length < changes.length) return changes.length - sent.length;
    if (changes.length === 0) return 0;
  }
}

/** Up to the first that cannot be read: what comes behind must not overtake it. */
function readableOnes(
  { crypto }: QueueAgainDeps,
  { operatorId, queue }: AsideKey,
  changes: readonly AsideChange[],
): Array<{ change: AsideChange; sendable: Sendable<ChangeMessage> }> {
  const found = [];
  for (const change of changes) {
    const { message, place, sequence } = change;
    if (message === undefined) break;
    const dedupeId = crypto.sha256Hex([operatorId, queue, place, sequence].join('|'));
    found.push({ change, sendable: { message, dedupeId } });
  }
  return found;
}

/** The version before counts nothing: whatever it posts has to be counted when this one is back. */
async function doubtCounts({ connections, counts, clock }: QueueAgainDeps): Promise<void> {
  const keys = await connections.everyKey();
  const nowEpochMs = clock.nowEpochMs();
  for (const operatorId of new Set(keys.map((key) => key.operatorId))) {
    const doubt = { by: {}, firstAtEpochMs: nowEpochMs, isDoubted: true, nowEpochMs };
    await counts.note({ operatorId, ...doubt });
  }
}
