import { malformedReceiptHandle } from '../sqs-error.ts';

interface HandleParts {
  readonly queueName: string;
  readonly messageId: string;
  /** Tells two receives of the same message apart. */
  readonly receiveNumber: number;
}

/** An opaque text for one receive of one message. */
export function formatReceiptHandle(parts: HandleParts): string {
  const fields = [parts.queueName, parts.messageId, parts.receiveNumber];
  return Buffer.from(fields.join(' ')).toString('base64');
}

/**
 * The message id of a handle.
 * @throws SqsError `ReceiptHandleIsInvalid` for text that this queue never issued.
 */
export function messageIdOf(handle: string, queueName: string): string {
  const [name, messageId, receiveNumber] = Buffer.from(handle, 'base64').toString().split(' ');
  if (name !== queueName || !messageId || !receiveNumber) throw malformedReceiptHandle(handle);
  return messageId;
}
