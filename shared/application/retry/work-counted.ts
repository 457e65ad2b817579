import {
  clearTries,
  countTries,
  isUsedUp,
  noteWaits,
  takeTriesBack,
  tryNumber,
  type Wait,
  waitsOf,
  wasTried,
} from '../../domain/retry/tries.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Tries } from '../../ports/tries.ts';
import { TryCounter } from './try-counter.ts';

/** Reason of a deferral that counts as a try: the work failed, and nobody foresaw how. */
export const unforeseenReason = 'unforeseen';

export interface ReceivedMessage<M> {
  message: M;
  /** How often the queue handed it out; deferrals count too. */
  receiveCount: number;
  /** It was kept beside the queue, and its turn has come. */
  isFromAside?: true;
}

export interface BegunMessage<M> extends ReceivedMessage<M> {
  /** When work on what was received with it began. */
  begunAtEpochMs: number;
}

export interface TriedMessage<M> extends BegunMessage<M> {
  /** Which try this is; deferrals do not count. */
  tries: number;
  /** Tries before this one, in a row, that ended with a failure of the other side. */
  failures: number;
  /** When the first of them was, moved on by every wait for something else. */
  failingSinceEpochMs: number | undefined;
  /** Receives that only waited for somebody to connect again. */
  rests: number;
}

interface Deferred {
  kind: 'deferred';
  retryAfterSeconds: number;
  reason: string;
}

/** What work says of a message that has to wait, and what of that is taken down for its next try. */
export interface NotedDeferral extends Deferred {
  wait?: Wait;
}

export interface CountedWork<M, R> {
  operatorId: string;
  /** Without `.fifo`. */
  queue: string;
  /** Tells the messages of a queue apart; equal for the same message handed out again. */
  keyOf(message: M): string;
  /** One result each, in order. What fails in a way nobody foresaw is deferred as `unforeseenReason`. */
  work(batch: Array<TriedMessage<M>>): Promise<Array<R | NotedDeferral>>;
  /** Ends a message that was begun as often as allowed and came to no end. */
  giveUp(message: M): Promise<R>;
}

export interface CountingPorts {
  tries: Tries;
  clock: Clock;
  log: Log;
}

/** Beyond it what was done alone is acknowledged, before a time-out takes that back as well. */
const aloneAtMostMs = 15_000;
const notReached: Deferred = { kind: 'deferred', reason: 'not_reached', retryAfterSeconds: 2 };
const failed: Deferred = { kind: 'deferred', reason: unforeseenReason, retryAfterSeconds: 30 };
const notCounted: Deferred = {
  kind: 'deferred',
  reason: 'tries_not_counted',
  retryAfterSeconds: 30,
};

/**
 * Works the messages of one group and ends those whose work never ends. The queue's own count will
 * not do: it counts every wait. So a batch that was handed out before is counted in the store before
 * the work begins; a wait with a known reason takes the count back; a worker that dies leaves it. What
 * was begun in vain goes one by one from then on, so that only the culprit uses up its tries.
 */
export async function workCounted<M, R extends { kind: string }>(
  received: Array<ReceivedMessage<M>>,
  work: CountedWork<M, R>,
  ports: CountingPorts,
): Promise<Array<R | Deferred>> {
  const begunAtEpochMs = ports.clock.nowEpochMs();
  const begun = received.map((one) => ({ ...one, begunAtEpochMs }));
  return (await workNoted(begun, work, ports)).map(told);
}

/** The queue need not know what was taken down. */
function told<R extends { kind: string }>(result: R | NotedDeferral): R | Deferred {
  if (!isDeferred(result)) return result;
  const { wait: _noted, ...deferred } = result;
  return deferred;
}

async function workNoted<M, R extends { kind: string }>(
  received: Array<BegunMessage<M>>,
  work: CountedWork<M, R>,
  ports: CountingPorts,
): Promise<Array<R | NotedDeferral>> {
  if (received.every(({ receiveCount }) => receiveCount < 2))
    return workFirst(received, work, ports);
  try {
    const counter = await TryCounter.open(ports.tries, work.operatorId, work.queue);
    const keys = received.map(({ message }) => work.keyOf(message));
    const parts = { work, ports, counter, keys };
    return await (wasTried(counter.counts, keys)
      ? workOneByOne(received, parts)
      : workTogether(received, parts));
  } catch (error) {
    // Recovery: what is not counted is not begun; the group comes back.
    ports.log.error('tries.not_counted', { operatorId: work.operatorId }, error);
    return received.map(() => notCounted);
  }
}

const untried = { tries: 1, failures: 0, failingSinceEpochMs: undefined, rests: 0 };

/** Costs no write while all goes well. A failure is taken down: the time of failing begins with it. */
async function workFirst<M, R extends { kind: string }>(
  received: Array<BegunMessage<M>>,
  work: CountedWork<M, R>,
  ports: CountingPorts,
): Promise<Array<R | NotedDeferral>> {
  const results = await work.work(received.map((one) => ({ ...one, ...untried })));
  const waits = waitsIn(
    results,
    received.map(({ message }) => work.keyOf(message)),
  );
  if (waits.every(({ wait }) => wait === undefined)) return results;
  try {
    const counter = await TryCounter.open(ports.tries, work.operatorId, work.queue);
    await counter.save((counts) => noteWaits(counts, waits, nowOf({ ports })));
  } catch (error) {
    // Recovery: the time of failing begins with the next try instead.
    ports.log.warn('tries.failure_not_noted', {
      operatorId: work.operatorId,
      reason: error instanceof Error ? error.name : 'unknown',
    });
  }
  return results;
}

function waitsIn<R extends { kind: string }>(results: Array<R | NotedDeferral>, keys: string[]) {
  return keys.flatMap((key, index) => {
    const result = results[index];
    if (result === undefined || !isDeferred(result) || !isWait(result)) return [];
    return [{ key, wait: result.wait, seconds: result.retryAfterSeconds }];
  });
}

function isDeferred(result: { kind: string } | NotedDeferral): result is NotedDeferral {
  return result.kind === 'deferred';
}

interface Parts<M, R> {
  work: CountedWork<M, R>;
  ports: CountingPorts;
  counter: TryCounter;
  /** Of the messages received, in their order. */
  keys: string[];
}

async function workTogether<M, R extends { kind: string }>(
  received: Array<BegunMessage<M>>,
  parts: Parts<M, R>,
): Promise<Array<R | NotedDeferral>> {
  const { counter, keys } = parts;
  await counter.save((counts) => countTries(counts, keys, nowOf(parts)));
  const results = await attempt(received, parts);
  await end(results, keys, parts);
  return results;
}

async function workOneByOne<M, R extends { kind: string }>(
  received: Array<BegunMessage<M>>,
  parts: Parts<M, R>,
): Promise<Array<R | NotedDeferral>> {
  const startedAtEpochMs = parts.ports.clock.nowEpochMs();
  const results: Array<R | NotedDeferral> = [];
  const ended: string[] = [];
  for (const one of received) {
    if (results.length > 0 && parts.ports.clock.nowEpochMs() - startedAtEpochMs > aloneAtMostMs)
      break;
    const key = parts.work.keyOf(one.message);
    // Given up ones are acknowledged before anything else, which might kill the worker, is begun.
    const isLast = isUsedUp(parts.counter.counts, key);
    const result = isLast ? await giveUp(one.message, parts) : await workAlone(one, ended, parts);
    results.push(result);
    if (isLast || result.kind !== 'done') break;
    ended.push(key);
  }
  await end(results, parts.keys.slice(0, results.length), parts);
  return received.map((_, index) => results[index] ?? notReached);
}

async function workAlone<M, R extends { kind: string }>(
  one: BegunMessage<M>,
  ended: string[],
  parts: Parts<M, R>,
): Promise<R | NotedDeferral> {
  const { work, counter } = parts;
  const key = work.keyOf(one.message);
  await counter.save((counts) => countTries(clearTries(counts, ended), [key], nowOf(parts)));
  const [result] = await attempt([one], parts);
  return result ?? failed;
}

async function attempt<M, R extends { kind: string }>(
  received: Array<BegunMessage<M>>,
  parts: Parts<M, R>,
): Promise<Array<R | NotedDeferral>> {
  const { work, ports } = parts;
  try {
    return await work.work(triedOf(received, parts));
  } catch (error) {
    // Recovery: they come back, and their count stands.
    ports.log.error('batch.failed', { messages: received.length }, error);
    return received.map(() => failed);
  }
}

async function giveUp<M, R extends { kind: string }>(
  message: M,
  { work, ports }: Parts<M, R>,
): Promise<R | NotedDeferral> {
  ports.log.error('message.given_up', { operatorId: work.operatorId, queue: work.queue });
  try {
    return await work.giveUp(message);
  } catch (error) {
    // Recovery: its count stands, so the next receive tries to end it again.
    ports.log.error('message.not_given_up', { operatorId: work.operatorId }, error);
    return failed;
  }
}

function triedOf<M, R>(
  received: Array<BegunMessage<M>>,
  { work, counter }: Parts<M, R>,
): Array<TriedMessage<M>> {
  return received.map((one) => {
    const key = work.keyOf(one.message);
    return { ...one, tries: tryNumber(counter.counts, key), ...waitsOf(counter.counts, key) };
  });
}

/** Clears what came to an end, takes back what only waits; what failed keeps its count. */
async function end<M, R extends { kind: string }>(
  results: Array<R | NotedDeferral>,
  keys: string[],
  { counter, ports, work }: Parts<M, R>,
): Promise<void> {
  const waits = keys.filter((_, index) => isWait(results[index]));
  const ended = keys.filter((_, index) => results[index]?.kind !== 'deferred');
  const noted = waitsIn(results, keys);
  // Beside the queue nobody tries them: whatever failed before is out of date when they come back.
  const areAside = results.some(({ kind }) => kind === 'aside');
  try {
    await counter.save((counts) =>
      areAside
        ? {}
        : noteWaits(clearTries(takeTriesBack(counts, waits), ended), noted, nowOf({ ports })),
    );
  } catch (error) {
    // Recovery: the counts stay one too high, which only makes the messages go one by one next time.
    ports.log.warn('tries.not_taken_back', {
      operatorId: work.operatorId,
      reason: error instanceof Error ? error.name : 'unknown',
    });
  }
}

function isWait(result: { kind: string; reason?: string } | undefined): boolean {
  return result?.kind === 'deferred' && result.reason !== unforeseenReason;
}

function nowOf({ ports }: { ports: CountingPorts }): string {
  return new Date(ports.clock.nowEpochMs()).toISOString();
}
