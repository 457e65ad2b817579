import { createHash } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** A FIFO queue, reached through a client of the SDK. */
export interface FifoQueue {
  client: SQSClient;
  queueUrl: string;
}

export interface FifoSend {
  group: string;
  body: string;
  dedupeId: string;
}

/** Sends one message in its group; resolves once the queue has stored it durably. */
export async function sendInGroup(queue: FifoQueue, message: FifoSend): Promise<void> {
  await queue.client.send(
    new SendMessageCommand({ QueueUrl: queue.queueUrl, ...fieldsOf(message) }),
  );
}

/** As SQS takes it. */
export function fieldsOf(message: FifoSend) {
  return {
    MessageBody: sendable(message.body),
    MessageGroupId: message.group,
    MessageDeduplicationId: allowedDedupeId(message.dedupeId),
  };
}

/**
 * SQS takes no U+FFFE and U+FFFF, and `JSON.stringify` leaves them as they are. Inside a JSON text
 * both can only stand in a string, where their escape means the same.
 */
export function sendable(json: string): string {
  return json.replace(
    /[\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}

// Letters, digits and ASCII punctuation, as SendMessage documents it for MessageDeduplicationId.
const allowed = /^[!-~]{1,128}$/;

/**
 * The id itself where SQS takes it, else its hash behind a readable start: replaced characters
 * alone could make two ids equal, and the second message would vanish.
 */
export function allowedDedupeId(dedupeId: string): string {
  if (allowed.test(dedupeId)) return dedupeId;
  const readable = dedupeId.replace(/[^!-~]/g, '_').slice(0, 63);
  return `${readable}.${createHash('sha256').update(dedupeId).digest('hex')}`;
}
