import type { Connection } from '../../contracts/connection-item.ts';
import type { LinkKey } from '../../contracts/link-item.ts';
import type { WriteBackMessage } from '../../contracts/messages.ts';
import { DeferredError, NotConnectedError, ProviderError } from '../../domain/errors/errors.ts';
import { isLackOfGrant, lackOf } from '../../domain/intake/lacks.ts';
import { writeBacksQueueName } from '../../domain/resting/queue-names.ts';
import { backoffSeconds } from '../../domain/retry/backoff.ts';
import { reconnectWaitSeconds } from '../../domain/retry/reconnect-wait.ts';
import { isLiveEpoch } from '../../domain/tokens/is-live-epoch.ts';
import { chooseTimelineNotes } from '../../domain/write-back/choose-timeline-notes.ts';
import { sourceName } from '../../source/source-name.ts';
import { isLackKnown, noteLack } from '../intake/note-lack.ts';
import {
  type NotedDeferral,
  type ReceivedMessage,
  type TriedMessage,
  unforeseenReason,
  workCounted,
} from '../retry/work-counted.ts';
import { payMetadata } from './pay-metadata.ts';
import { payTimeline } from './pay-timeline.ts';
import type { WriteBackPorts } from './write-back-ports.ts';

export type WriteBackResult =
  | { kind: 'done' }
  | { kind: 'deferred'; retryAfterSeconds: number; reason: string };

type NotedResult = { kind: 'done' } | NotedDeferral;

type Tried = TriedMessage<WriteBackMessage>;

/**
 * Pays the debts of links to the source, in order: metadata on contacts, notes on the timeline. Only an
 * answer of the source lets a debt go; where the work came to no end five times, its message does.
 */
export async function writeBack(
  received: Array<ReceivedMessage<WriteBackMessage>>,
  ports: WriteBackPorts,
): Promise<WriteBackResult[]> {
  const first = received[0]?.message;
  if (first === undefined) return [];
  return workCounted(
    received,
    {
      operatorId: first.operatorId,
      queue: 'write-backs',
      keyOf: ({ target, kind, sourceId }) => `${target}|${kind}|${sourceId}`,
      work: (batch) => writeBackBatch(batch, ports),
      giveUp: (message) => putOff(message, ports),
    },
    ports,
  );
}

async function writeBackBatch(batch: Tried[], ports: WriteBackPorts): Promise<NotedResult[]> {
  const results: NotedResult[] = [];
  let rest: NotedResult | undefined;
  try {
    for (const one of batch) {
      const result = await writeBackOne(one, ports);
      results.push(result);
      if (result.kind !== 'deferred') continue;
      rest = { ...result, reason: 'not_reached' };
      break;
    }
  } finally {
    const [first] = batch;
    if (first !== undefined) await ports.pacer.flush(first.message.operatorId);
  }
  return batch.map((_, index) => results[index] ?? rest ?? { kind: 'done' });
}

async function writeBackOne(tried: Tried, ports: WriteBackPorts): Promise<NotedResult> {
  const { message } = tried;
  const { operatorId } = message;
  let source: Connection | undefined;
  try {
    source = await ports.connections.get({ operatorId, provider: sourceName });
    if (isLiveEpoch(source, message.epoch)) await payDebts(message, ports);
    return { kind: 'done' };
  } catch (error) {
    // Recovery: the debt stands on the link; only the message waits, or is let go.
    const isLacking = source !== undefined && (await isOfLack(error, tried, { source, ports }));
    return isLacking ? { kind: 'done' } : resultOf(error, tried, ports);
  }
}

/** A refusal may be a slip, so it is believed the second time; from then on it costs nobody a wait. */
const believedFromReceive = 2;

/**
 * The source lacks what every note (or every contact) would need. To wait for it would hold up all
 * that is owed besides, for as long as it lacks; the sweep asks for the debt again.
 */
async function isOfLack(
  error: unknown,
  { message, receiveCount }: Tried,
  { source, ports }: { source: Connection; ports: WriteBackPorts },
): Promise<boolean> {
  const lack = lackOf(error, message.kind);
  if (lack === undefined) return false;
  const isSure =
    error instanceof DeferredError ||
    receiveCount >= believedFromReceive ||
    isLackOfGrant(lack, source.scopes);
  if (!isSure && !(await isLackKnown(ports, source, lack))) return false;
  await noteLack(ports, source, lack);
  return true;
}

async function payDebts(message: WriteBackMessage, ports: WriteBackPorts): Promise<void> {
  let link = await ports.links.get(keyOf(message));
  if (link === undefined) return;
  const source = ports.sourceFor(message.operatorId);
  if (link.owed.some((debt) => debt.what === 'metadata'))
    link = await payMetadata(link, source, ports);
  for (
    let notes = chooseTimelineNotes(link);
    notes !== undefined;
    notes = chooseTimelineNotes(link)
  ) {
    link = await payTimeline(link, notes, { source, ports });
  }
}

/**
 * Acknowledges a message whose work came to no end: it would hold up the others. What is owed stands:
 * the cause may be our own store, and the sweep asks for it again within the hour.
 */
async function putOff(
  { operatorId, kind, sourceId }: WriteBackMessage,
  ports: WriteBackPorts,
): Promise<{ kind: 'done' }> {
  ports.log.error('write_back.put_off', { operatorId, kind, sourceId });
  ports.metrics.count('WriteBackPutOff');
  return { kind: 'done' };
}

/**
 * The source has to be connected again, and what is owed stands on the link: on its queue the message
 * would be in the way of others. It is noted that debts are to be sent again then.
 */
async function letGo(
  { operatorId }: WriteBackMessage,
  ports: WriteBackPorts,
): Promise<NotedResult> {
  const key = { operatorId, queue: writeBacksQueueName };
  await ports.aside.note(key, ports.clock.nowEpochMs());
  return { kind: 'done' };
}

function keyOf({ operatorId, target, kind, sourceId }: WriteBackMessage): LinkKey {
  return { operatorId, target, kind, sourceId };
}

function resultOf(
  error: unknown,
  { message, failures, rests, tries }: Tried,
  ports: WriteBackPorts,
): NotedResult | Promise<NotedResult> {
  if (error instanceof DeferredError) {
    return { kind: 'deferred', reason: error.reason, retryAfterSeconds: error.retryAfterSeconds };
  }
  if (error instanceof NotConnectedError && error.status === 'needs_reconnect')
    return letGo(message, ports);
  if (error instanceof NotConnectedError) {
    return {
      kind: 'deferred',
      reason: 'needs_reconnect',
      retryAfterSeconds: reconnectWaitSeconds(rests),
      wait: 'reconnect',
    };
  }
  const facts = { operatorId: message.operatorId, kind: message.kind, sourceId: message.sourceId };
  if (error instanceof ProviderError) {
    const { code } = error.failure;
    ports.log.warn('write_back.failed', { ...facts, code });
    const retryAfterSeconds = backoffSeconds(failures + 1);
    return { kind: 'deferred', reason: code, retryAfterSeconds, wait: 'failure' };
  }
  ports.log.error('write_back.unforeseen', facts, error);
  const retryAfterSeconds = backoffSeconds(tries);
  return { kind: 'deferred', reason: unforeseenReason, retryAfterSeconds };
}
