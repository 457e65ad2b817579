import { createHash } from 'node:crypto';
import type { MessageEntry } from '../api/inputs.ts';
import type { QueueSettings } from '../queue/queue-settings.ts';
import {
  invalidParameter,
  invalidValue,
  missingParameter,
  simpleQueueServiceError,
} from '../sqs-error.ts';
import type { MessageAttribute, MessageContent } from './stored-message.ts';

// XML 1.0 characters, the only ones SQS takes in a body (API Reference, SendMessage).
const bodyCharacters = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;
// Alphanumeric and punctuation, up to 128 (API Reference, MessageGroupId and MessageDeduplicationId).
const idCharacters = /^[!-~]{1,128}$/;

/**
 * Checks what a producer sends and completes it with the content's digest as deduplication id.
 * @throws SqsError with the code SQS uses for the mistake.
 */
export function checkMessage(entry: MessageEntry, settings: QueueSettings): MessageContent {
  checkBody(entry, settings);
  checkDelay(entry, settings);
  checkId('MessageGroupId', entry.MessageGroupId);
  checkId('MessageDeduplicationId', entry.MessageDeduplicationId);
  if (settings.isFifo && entry.MessageGroupId === undefined) {
    throw missingParameter('MessageGroupId');
  }
  return {
    body: entry.MessageBody,
    groupId: entry.MessageGroupId,
    deduplicationId: deduplicationIdOf(entry, settings),
    messageAttributes: entry.MessageAttributes ?? {},
    traceHeader: entry.MessageSystemAttributes?.AWSTraceHeader?.StringValue,
  };
}

/** Bytes that count towards the size limits: body and custom attributes, not system attributes. */
export function sizeOf(entry: MessageEntry): number {
  const attributes = Object.entries(entry.MessageAttributes ?? {});
  return attributes.reduce((sum, [name, attribute]) => {
    return sum + byteLength(name) + byteLength(attribute.DataType) + valueBytes(attribute);
  }, byteLength(entry.MessageBody));
}

function checkBody(entry: MessageEntry, settings: QueueSettings): void {
  if (entry.MessageBody === '') throw missingParameter('MessageBody');
  if (!bodyCharacters.test(entry.MessageBody)) {
    throw simpleQueueServiceError(
      'InvalidMessageContents',
      'The message contains characters outside the allowed set.',
    );
  }
  const limit = settings.maximumMessageBytes;
  if (sizeOf(entry) > limit) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  }
}

function checkDelay(entry: MessageEntry, settings: QueueSettings): void {
  const delay = entry.DelaySeconds;
  if (delay === undefined) return;
  if (settings.isFifo) {
    const reason = 'The request include parameter that is not valid for this queue type';
    throw invalidValue('DelaySeconds', delay, reason);
  }
  if (delay < 0 || delay > 900) {
    throw invalidValue('DelaySeconds', delay, 'DelaySeconds must be >= 0 and <= 900.');
  }
}

function checkId(parameter: string, id: string | undefined): void {
  if (id === undefined || idCharacters.test(id)) return;
  const reason = `${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length`;
  throw invalidValue(parameter, id, reason);
}

function deduplicationIdOf(entry: MessageEntry, settings: QueueSettings): string | undefined {
  if (!settings.isFifo || entry.MessageDeduplicationId !== undefined) {
    return entry.MessageDeduplicationId;
  }
  if (settings.hasContentBasedDeduplication) {
    return createHash('sha256').update(entry.MessageBody).digest('hex');
  }
  throw invalidParameter(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

function valueBytes(attribute: MessageAttribute): number {
  if (attribute.BinaryValue !== undefined) {
    return Buffer.from(attribute.BinaryValue, 'base64').length;
  }
  return byteLength(attribute.StringValue ?? '');
}

function byteLength(text: string): number {
  return Buffer.byteLength(text);
}
