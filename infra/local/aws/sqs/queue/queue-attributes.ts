import { unknownAttribute } from '../sqs-error.ts';
import type { Queue } from './queue.ts';

/** The attributes of a queue that a request names; `All` names every one. */
export function readQueueAttributes(
  queue: Queue,
  names: readonly string[],
  nowEpochMs: number,
): Record<string, string> {
  const all = allAttributes(queue, nowEpochMs);
  if (names.includes('All')) return all;
  const wanted: Record<string, string> = {};
  for (const name of names) {
    const value = all[name];
    if (value !== undefined) wanted[name] = value;
    else if (!optionalAttributes.has(name)) throw unknownAttribute(name);
  }
  return wanted;
}

// Known names that a queue need not have.
const optionalAttributes = new Set([
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'Policy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
]);

function allAttributes(queue: Queue, nowEpochMs: number): Record<string, string> {
  const { store } = queue;
  const delayed = store.countDelayed(nowEpochMs);
  return {
    ...queue.attributes,
    QueueArn: queue.arn,
    // Messages behind one in flight count as visible here, as in AWS.
    ApproximateNumberOfMessages: String(store.size - store.inFlight - delayed),
    ApproximateNumberOfMessagesNotVisible: String(store.inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: toSeconds(queue.createdAtEpochMs),
    LastModifiedTimestamp: toSeconds(queue.modifiedAtEpochMs),
  };
}

function toSeconds(epochMs: number): string {
  return String(Math.floor(epochMs / 1_000));
}
