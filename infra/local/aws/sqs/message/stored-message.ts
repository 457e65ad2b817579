/** A custom attribute as it travels; binary values are base64 text. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: string | undefined;
}

/** The last receive of a message. */
export interface Receipt {
  readonly handle: string;
  readonly receivedAtEpochMs: number;
  readonly visibleAtEpochMs: number;
}

/** What a producer sent, after validation. */
export interface MessageContent {
  readonly body: string;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  readonly messageAttributes: Readonly<Record<string, MessageAttribute>>;
  readonly traceHeader: string | undefined;
}

/** A message in a queue; the mutable part is its delivery state. */
export interface StoredMessage extends MessageContent {
  readonly messageId: string;
  /** Position among all messages of the emulator; smaller means sent earlier. */
  readonly sequence: number;
  readonly sentAtEpochMs: number;
  /** Only for standard queues: a FIFO queue's delay comes from the queue, even for older messages. */
  readonly delayedUntilEpochMs: number;
  readonly deadLetterSourceArn: string | undefined;
  receiveCount: number;
  firstReceivedAtEpochMs: number | undefined;
  receipt: Receipt | undefined;
  inFlight: boolean;
  removed: boolean;
}

/** A FIFO sequence number as AWS prints it: 20 digits that grow by steps of 256. */
export function formatSequenceNumber(sequence: number): string {
  return String(18_849_496_460_467_696_128n + BigInt(sequence) * 256n);
}
