import type { AsideMark } from '../../contracts/aside-items.ts';
import type { AsideMessage, ChangeMessage } from '../../contracts/messages.ts';
import { skipped } from '../../domain/apply/outcome.ts';
import { changesQueueName } from '../../domain/resting/queue-names.ts';
import type { AsideChange, AsideKey } from '../../ports/aside.ts';
import type { ApplyPorts } from './applier.ts';
import { applyBatch } from './apply-batch.ts';
import { type ChangeResult, done } from './results.ts';

/** As many as a queue hands out at once. */
const atOnce = 10;
/** So that the last of them, begun right before it, ends within the time that a worker has. */
const workedAtMostMs = 15_000;
/** A queue hands a message out a thousand times; the sweep sends another one for what is left by then. */
const receivesAtMost = 900;

/** The message that asked, as it was received. */
interface AskedBy {
  receiveCount: number;
  sequence: string;
}

/**
 * Works what stands aside of an operator and target, in order, for as long as a worker may; the message
 * comes back for the rest, and holds back whatever is behind it in its group. What was worked is taken
 * away after it: a worker that dies in between works it twice.
 */
export async function workAside(
  { operatorId, target }: AsideMessage,
  asked: AskedBy,
  ports: ApplyPorts,
): Promise<ChangeResult> {
  const key = { operatorId, queue: changesQueueName(target) };
  const begunAtEpochMs = ports.clock.nowEpochMs();
  let hasWorked = false;
  for (;;) {
    const mark = await ports.aside.mark(key);
    if (mark === undefined) return nothingLeft;
    const receiveCount = hasWorked ? 1 : receivesInVain(mark, asked);
    const end = await workFirst(key, { mark, asked, receiveCount }, ports);
    if (end !== undefined) return end;
    hasWorked = true;
    if (ports.clock.nowEpochMs() - begunAtEpochMs > workedAtMostMs) return moreOf(asked);
  }
}

const nothingLeft = done(skipped('put_aside'));

function moreOf({ receiveCount }: AskedBy): ChangeResult {
  if (receiveCount >= receivesAtMost) return nothingLeft;
  return { kind: 'deferred', reason: 'more_aside', retryAfterSeconds: 2 };
}

/**
 * A message that waits for the pace comes back often; only receives that took nothing away count. From
 * the second one on what comes first may have been begun before, by a worker that died.
 */
function receivesInVain(mark: AsideMark, { receiveCount, sequence }: AskedBy): number {
  if (mark.workedBy !== sequence || receiveCount < 2) return receiveCount;
  return Math.max(2, receiveCount - (mark.workedReceive ?? 0));
}

/** @returns undefined when there may be more to work right now. */
async function workFirst(
  key: AsideKey,
  { mark, asked, receiveCount }: { mark: AsideMark; asked: AskedBy; receiveCount: number },
  ports: ApplyPorts,
): Promise<ChangeResult | undefined> {
  const changes = await ports.aside.first(key, atOnce);
  if (changes.length === 0) return (await ports.aside.close(mark)) ? nothingLeft : undefined;
  const read = readableOf(changes);
  if (read.length === 0) return unreadable(key, ports);
  const results = await applyBatch(
    read.map((message) => ({ message, receiveCount, isFromAside: true })),
    ports,
  );
  const open = results.findIndex(({ kind }) => kind !== 'done');
  const worked = changes.slice(0, open < 0 ? results.length : open);
  if (worked.length > 0)
    await ports.aside.remove(key, {
      changes: worked,
      by: asked.sequence,
      receive: asked.receiveCount,
      atEpochMs: ports.clock.nowEpochMs(),
    });
  ports.log.info('changes.back', { ...key, messages: worked.length });
  const result = results[open];
  // The connection is dead again: they stand where they are, and the next one asks for them.
  if (result?.kind === 'aside') return nothingLeft;
  if (result?.kind !== 'deferred') return undefined;
  return asked.receiveCount >= receivesAtMost ? nothingLeft : result;
}

/** Those before the first that this version cannot read: what is behind it waits with it. */
function readableOf(changes: AsideChange[]): ChangeMessage[] {
  const messages = changes.map(({ message }) => message);
  const end = messages.indexOf(undefined);
  return messages.slice(0, end < 0 ? undefined : end).filter((message) => message !== undefined);
}

/** As on a queue: it waits for the version that can. */
function unreadable({ operatorId }: AsideKey, { log, metrics }: ApplyPorts): ChangeResult {
  metrics.count('MessageUnreadable');
  log.error('aside.unreadable', { operatorId });
  return { kind: 'deferred', reason: 'unreadable', retryAfterSeconds: 300 };
}
