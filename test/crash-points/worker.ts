import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod/mini';
import { type Disposition, queueWorker, type Received } from '../../shared/runtime/queue-worker.ts';
import type { FakeClock } from '../fakes/fake-clock.ts';
import { RecordingLog } from '../fakes/recording-log.ts';
import type { DurableQueue, ReceivedMessage } from './durable-queue.ts';
import type { Gate } from './gate.ts';

export interface WorkOf<M> {
  queue: DurableQueue<M>;
  schema: z.core.$ZodType<M>;
  /** Six times the function's time-out, as the stack sets it. */
  visibilityMs: number;
  clock: FakeClock;
  /** A new execution environment: its module state is in what this returns. */
  start(gate: Gate): (batch: Array<Received<M>>) => Promise<Disposition[]>;
  /** The gate of the first process, then one that lets everything through. */
  gates: { first: Gate; next(): Gate };
  /** What comes about after the first invocation, so that the next one finds another batch. */
  meanwhile?: () => Promise<unknown>;
}

/** Far more than any scenario takes; more means that work goes round and round. */
const invocationsAtMost = 60;

/**
 * Invokes the real queue worker until the queue is empty. A process serves one invocation after the
 * other until it dies; then nothing was acknowledged, and a fresh one gets the same messages when
 * they become visible again.
 */
export async function work<M>(parts: WorkOf<M>): Promise<void> {
  const { queue, clock } = parts;
  if (queue.isEmpty()) return;
  let gate = parts.gates.first;
  let handler = newHandler(parts, gate);
  for (let invocations = 0; !queue.isEmpty(); invocations += 1) {
    if (invocations > invocationsAtMost) throw new Error('The queue does not drain.');
    clock.advance(Math.max(0, (queue.nextEpochMs() ?? 0) - clock.nowEpochMs()));
    const batch = queue.receive(parts.visibilityMs);
    const outcome = await Promise.race([handler(eventOf(batch)), gate.death]);
    if (invocations === 0) await parts.meanwhile?.();
    if (outcome !== 'died') acknowledge(queue, batch, outcome);
    else {
      gate = parts.gates.next();
      handler = newHandler(parts, gate);
    }
  }
}

function newHandler<M>(parts: WorkOf<M>, gate: Gate) {
  const log = new RecordingLog();
  const handle = parts.start(gate);
  const { queue, schema } = parts;
  const hide = {
    defer: async (ids: string[], seconds: number) => {
      queue.hide(ids, seconds);
      return [];
    },
  };
  const worker = queueWorker<M>(() => ({
    schema,
    handle,
    deferrer: gate.around('queue', hide),
    log,
    metrics: Object.assign(log, { flush: () => undefined }),
  }));
  return (event: SQSEvent) => worker(event, {} as never) as Promise<SQSBatchResponse>;
}

function acknowledge<M>(
  queue: DurableQueue<M>,
  batch: Array<ReceivedMessage<M>>,
  outcome: SQSBatchResponse,
): void {
  const kept = new Set(outcome.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const { id } of batch) if (!kept.has(id)) queue.delete(id);
}

function eventOf<M>(batch: Array<ReceivedMessage<M>>): SQSEvent {
  const records = batch.map(({ id, message, receiveCount, sequence }) => ({
    messageId: id,
    receiptHandle: id,
    body: JSON.stringify(message),
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      MessageGroupId: 'acorn',
      SequenceNumber: sequence,
    },
  }));
  return { Records: records as SQSRecord[] };
}
