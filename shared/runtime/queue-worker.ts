import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { flushMetrics } from './flush-metrics.ts';
import { holdWhile } from './hold-while.ts';
import type { FlushableMetrics } from './metrics.ts';

export interface Received<M> {
  message: M;
  /** How often the queue has handed it out; deferrals count too. */
  receiveCount: number;
  /** Its number on a FIFO queue: goes up within its group, and stays when it is handed out again. */
  sequence: string | undefined;
}

/** What the use case says of one message; deferred ones stay on the queue, in order. */
export type Disposition =
  | { kind: 'done' }
  | { kind: 'deferred'; retryAfterSeconds: number; reason: string };

export interface QueueWorkerParts<M> {
  schema: z.core.$ZodType<M>;
  /** Handles the messages of one group, in order; one disposition each. */
  handle(batch: Array<Received<M>>): Promise<Disposition[]>;
  deferrer: { defer(receiptHandles: string[], seconds: number): Promise<unknown[]> };
  /** Told before messages are hidden, so that they can be called back; says for how long they are. */
  rest?: {
    begin(): number;
    rest(messages: {
      group: string;
      receiptHandles: string[];
      reason: string;
      retryAfterSeconds: number;
      beganAtEpochMs: number;
    }): Promise<number>;
  };
  /**
   * Messages are hidden for so long, again and again while they are worked: where a worker dies they are
   * back soon, and not after the queue's own time. Absent: after that.
   */
  held?: { seconds: number; clock: Clock };
  log: Log;
  metrics: FlushableMetrics;
}

/** When the work failed in a way nobody foresaw: long enough not to spin, short enough not to stall. */
const unforeseen: Disposition = { kind: 'deferred', retryAfterSeconds: 30, reason: 'unforeseen' };

/** A message this version cannot read waits for the version that can: nothing is dropped. */
const unreadable: Disposition = { kind: 'deferred', retryAfterSeconds: 300, reason: 'unreadable' };

/**
 * Lambda handler for a FIFO queue. Groups are independent; inside a group the first message to retry
 * takes all later ones with it, all with one visibility so that the group resumes as a whole.
 * Powertools' batch processor hands records over one by one; here a group goes as a whole, because a
 * target takes up to 50 documents in one call.
 */
export function queueWorker<M>(lazyParts: () => QueueWorkerParts<M>) {
  return middy<SQSEvent, SQSBatchResponse>()
    .use(flushMetrics(lazyParts))
    .handler(async (event) => {
      const parts = lazyParts();
      const failures = await Promise.all(
        [...groups(event.Records).values()].map((records) => workGroup(records, parts)),
      );
      return { batchItemFailures: failures.flat().map((itemIdentifier) => ({ itemIdentifier })) };
    });
}

function groups(records: SQSRecord[]): Map<string, SQSRecord[]> {
  return Map.groupBy(records, (record) => record.attributes.MessageGroupId ?? record.messageId);
}

/** Returns the ids of the messages to keep. */
async function workGroup<M>(records: SQSRecord[], parts: QueueWorkerParts<M>): Promise<string[]> {
  const beganAtEpochMs = parts.rest?.begin() ?? 0;
  const dispositions = await disposeHeld(records, parts);
  const first = dispositions.findIndex(({ kind }) => kind === 'deferred');
  const deferral = dispositions[first];
  if (deferral?.kind !== 'deferred') return [];
  const kept = records.slice(first);
  const group = records[0]?.attributes.MessageGroupId;
  parts.log.info('group.deferred', { ...deferral, group, messages: kept.length });
  const receiptHandles = kept.map((record) => record.receiptHandle);
  const { reason, retryAfterSeconds } = deferral;
  const rest = { receiptHandles, reason, retryAfterSeconds, beganAtEpochMs };
  const seconds = group === undefined ? undefined : await parts.rest?.rest({ ...rest, group });
  await hide(receiptHandles, seconds ?? retryAfterSeconds, parts);
  return kept.map((record) => record.messageId);
}

async function disposeHeld<M>(
  records: SQSRecord[],
  parts: QueueWorkerParts<M>,
): Promise<Disposition[]> {
  if (parts.held === undefined) return dispose(records, parts);
  const handles = records.map((record) => record.receiptHandle);
  const endHold = await holdWhile(parts.held, (seconds) => hide(handles, seconds, parts));
  const dispositions = await dispose(records, parts);
  // Before they are hidden for as long as they wait.
  await endHold();
  return dispositions;
}

async function hide<M>(
  handles: string[],
  seconds: number,
  parts: QueueWorkerParts<M>,
): Promise<void> {
  try {
    const failed = await parts.deferrer.defer(handles, seconds);
    if (failed.length > 0) parts.log.warn('group.defer_incomplete', { messages: failed.length });
  } catch (error) {
    // Recovery: they come back when the queue's own visibility timeout ends, only later.
    parts.log.error('group.defer_failed', { messages: handles.length }, error);
  }
}

async function dispose<M>(
  records: SQSRecord[],
  parts: QueueWorkerParts<M>,
): Promise<Disposition[]> {
  const readable: Array<Received<M>> = [];
  for (const record of records) {
    const parsed = read(record, parts.schema);
    if (!parsed.ok) {
      parts.metrics.count('MessageUnreadable');
      parts.log.error('message.unreadable', {
        messageId: record.messageId,
        problem: parsed.problem,
      });
      // What comes after it in the group must wait with it.
      break;
    }
    readable.push(parsed.received);
  }
  const handled = readable.length === 0 ? [] : await handle(readable, parts);
  return records.map(
    (_, index) => handled[index] ?? (index < readable.length ? unforeseen : unreadable),
  );
}

async function handle<M>(
  batch: Array<Received<M>>,
  parts: QueueWorkerParts<M>,
): Promise<Disposition[]> {
  try {
    return await parts.handle(batch);
  } catch (error) {
    // Recovery: the group comes back later; nothing of it is acknowledged.
    parts.log.error('batch.failed', { messages: batch.length }, error);
    return [];
  }
}

type Read<M> = { ok: true; received: Received<M> } | { ok: false; problem: string };

function read<M>(record: SQSRecord, schema: z.core.$ZodType<M>): Read<M> {
  const body = parseJson(record.body);
  if (body === undefined) return { ok: false, problem: 'The body is not JSON.' };
  const parsed = z.safeParse(schema, body);
  if (!parsed.success) {
    const fields = parsed.error.issues.flatMap(fieldsOf).join(', ');
    return { ok: false, problem: `Fields that do not fit: ${fields}.` };
  }
  const receiveCount = Number(record.attributes.ApproximateReceiveCount);
  const sequence = record.attributes.SequenceNumber;
  return { ok: true, received: { message: parsed.data, receiveCount, sequence } };
}

/** Where a message may be of several kinds, those that it lacks for the first of them. */
function fieldsOf(issue: z.core.$ZodIssue): string[] {
  const [first = []] = issue.code === 'invalid_union' ? issue.errors : [[issue]];
  return first.map(({ path }) => path.join('.'));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Recovery: told to the caller as an unreadable message.
    return undefined;
  }
}
