import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { HiddenMessages } from '../../ports/queues.ts';

export interface NotDeferred {
  receiptHandle: string;
  /** SQS's code, e.g. `ReceiptHandleIsInvalid`. */
  code: string;
}

// SQS allows 12 h counted from the receive; five seconds are left for the work before this call.
const longestSeconds = 43_195;
// Nearer to zero, a second worker could start on the group while this one is still finishing.
const shortestSeconds = 2;
const batchSize = 10;

/** Hides received messages for a while, and shows them before it is over. */
export class SqsDeferrer implements HiddenMessages {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(parts: { client: SQSClient; queueUrl: string }) {
    this.#client = parts.client;
    this.#queueUrl = parts.queueUrl;
  }

  /**
   * Makes all the messages visible again after the same wait (2 to 43,195 s). One message of a
   * group left with another wait would hold up its whole group, hence the answer: the messages for
   * which it failed; they come back when the queue's own visibility timeout ends.
   * @throws when a call as a whole fails.
   */
  async defer(receiptHandles: string[], seconds: number): Promise<NotDeferred[]> {
    const failed: NotDeferred[] = [];
    for (let start = 0; start < receiptHandles.length; start += batchSize) {
      const handles = receiptHandles.slice(start, start + batchSize);
      failed.push(...(await this.#deferBatch(handles, clampSeconds(seconds))));
    }
    return failed;
  }

  /** Handles that are no longer good belong to messages that are visible, received anew or gone. */
  async show(receiptHandles: string[]): Promise<void> {
    for (let start = 0; start < receiptHandles.length; start += batchSize)
      await this.#deferBatch(receiptHandles.slice(start, start + batchSize), 0);
  }

  async #deferBatch(handles: string[], seconds: number): Promise<NotDeferred[]> {
    const { Failed } = await this.#client.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: this.#queueUrl,
        Entries: handles.map((handle, index) => ({
          Id: String(index),
          ReceiptHandle: handle,
          VisibilityTimeout: seconds,
        })),
      }),
    );
    return (Failed ?? []).map(({ Id, Code }) => ({
      receiptHandle: handles[Number(Id)] ?? '',
      code: Code ?? 'unknown',
    }));
  }
}

function clampSeconds(seconds: number): number {
  return Math.min(longestSeconds, Math.max(shortestSeconds, Math.ceil(seconds)));
}
