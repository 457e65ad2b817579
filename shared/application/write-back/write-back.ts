import type { Connection } from '../../contracts/connection-item.ts';
import type { WriteBackMessage } from '../../contracts/messages.ts';
import { DeferredError, NotConnectedError, ProviderError } from '../../domain/errors/errors.ts';
import { isLackOfGrant, lackOf } from '../../domain/intake/lacks.ts';
import { owesSource } from '../../domain/links/owe.ts';
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
import { BatchRows } from './batch-rows.ts';
import { payMetadata } from './pay-metadata.ts';
import { payTimeline } from './pay-timeline.ts';
import { Payments } from './payments.ts';
import type { Turn, WriteBackBatch, WriteBackPorts } from './write-back-ports.ts';

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
      queue: writeBacksQueueName,
      keyOf: ({ target, kind, sourceId }) => `${target}|${kind}|${sourceId}`,
      work: (batch) => writeBackBatch(batch, ports),
      giveUp: (message) => putOff(message, ports),
    },
    ports,
  );
}

async function writeBackBatch(tried: Tried[], ports: WriteBackPorts): Promise<NotedResult[]> {
  const [first] = tried;
  if (first === undefined) return [];
  const { operatorId } = first.message;
  const messages = tried.map(({ message }) => message);
  const rows = new BatchRows(operatorId, messages, ports);
  const batch = { rows, payments: new Payments(ports), ports };
  const results: NotedResult[] = [];
  let rest: NotedResult | undefined;
  try {
    for (const [position, one] of tried.entries()) {
      const result = await writeBackOne(one, position, batch);
      results.push(result);
      if (batch.payments.isDue) await settle(tried, results, batch);
      if (result.kind !== 'deferred') continue;
      rest = { ...result, reason: 'not_reached' };
      break;
    }
    await settle(tried, results, batch);
  } finally {
    await ports.pacer.flush(operatorId);
  }
  return tried.map((_, index) => results[index] ?? rest ?? { kind: 'done' });
}

/**
 * Takes down what was paid. A message whose payment cannot be taken down is not done; one whose link
 * came to owe more meanwhile goes on.
 */
async function settle(
  tried: Tried[],
  results: NotedResult[],
  batch: WriteBackBatch,
): Promise<void> {
  for (
    let settled = await batch.payments.settle();
    settled.size > 0;
    settled = await batch.payments.settle()
  ) {
    for (const [position, end] of settled) {
      const one = tried[position];
      if (one === undefined) continue;
      if ('error' in end) {
        batch.rows.forget(one.message);
        results[position] = await resultOf(end.error, one, batch.ports);
        continue;
      }
      batch.rows.keep(end.link);
      if (owesSource(end.link)) results[position] = await writeBackOne(one, position, batch);
    }
  }
}

async function writeBackOne(
  tried: Tried,
  position: number,
  batch: WriteBackBatch,
): Promise<NotedResult> {
  const { message } = tried;
  const { ports, rows } = batch;
  let source: Connection | undefined;
  try {
    source = await rows.connection(sourceName);
    if (isLiveEpoch(source, message.epoch)) {
      const turn = { ...batch, source: ports.sourceFor(message.operatorId), position };
      await payDebts(message, turn);
    }
    return { kind: 'done' };
  } catch (error) {
    // Recovery: the debt stands on the link; only the message waits, or is let go.
    rows.forget(message);
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

async function payDebts(message: WriteBackMessage, turn: Turn): Promise<void> {
  let link = await turn.rows.linkOf(message);
  if (link === undefined) return;
  if (link.owed.some((debt) => debt.what === 'metadata')) link = await payMetadata(link, turn);
  for (
    let notes = chooseTimelineNotes(link);
    notes !== undefined;
    notes = chooseTimelineNotes(link)
  ) {
    link = await payTimeline(link, notes, turn);
  }
  turn.rows.keep(link);
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
