import type { SqsInput } from '../api/inputs.ts';
import { digestAttributes, digestBody } from './digests.ts';
import {
  formatSequenceNumber,
  type MessageAttribute,
  type StoredMessage,
} from './stored-message.ts';

/** A message as a receive returns it. */
export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly MD5OfBody: string;
  readonly Body: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, MessageAttribute>>;
  readonly MD5OfMessageAttributes?: string;
}

/** Shows a message with the attributes that the receiver asked for, under either of the two names. */
export function presentMessage(
  message: StoredMessage,
  asked: SqsInput<'ReceiveMessage'>,
): ReceivedMessage {
  const names = [...(asked.AttributeNames ?? []), ...(asked.MessageSystemAttributeNames ?? [])];
  const system = pick(systemAttributesOf(message), (name) => matchesName(name, names, 'All'));
  const wanted = asked.MessageAttributeNames ?? [];
  const custom = pick(message.messageAttributes, (name) => matchesPattern(name, wanted));
  const digest = digestAttributes(custom);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receipt?.handle ?? '',
    MD5OfBody: digestBody(message.body),
    Body: message.body,
    ...(Object.keys(system).length > 0 ? { Attributes: system } : {}),
    ...(digest ? { MessageAttributes: custom, MD5OfMessageAttributes: digest } : {}),
  };
}

function systemAttributesOf(message: StoredMessage): Record<string, string> {
  const isFifo = message.groupId !== undefined && message.deduplicationId !== undefined;
  const all = {
    SenderId: 'local',
    SentTimestamp: String(message.sentAtEpochMs),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAtEpochMs ?? ''),
    MessageGroupId: message.groupId,
    MessageDeduplicationId: message.deduplicationId,
    SequenceNumber: isFifo ? formatSequenceNumber(message.sequence) : undefined,
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
  };
  const present: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined) present[name] = value;
  }
  return present;
}

function pick<Value>(
  all: Readonly<Record<string, Value>>,
  isWanted: (name: string) => boolean,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => isWanted(name)));
}

function matchesName(name: string, names: readonly string[], everything: string): boolean {
  return names.includes(name) || names.includes(everything);
}

// `All`, `.*`, a full name, or a prefix such as `trace.*`.
function matchesPattern(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    if (pattern === 'All' || pattern === '.*' || pattern === name) return true;
    return pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1));
  });
}
