import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { NotSentError } from '../../domain/errors/errors.ts';
import { type FifoQueue, type FifoSend, fieldsOf } from './fifo-queue.ts';

/** SQS takes no more entries in one call. */
const entriesPerCall = 10;
/** All bodies of a call together; SQS took so much before it raised that to 1 MiB in 2025. */
const bytesPerCall = 256 * 1024;
/** What SQS failed at by its own fault is sent again; the copy is known by its id should it be there. */
const triesAtMost = 3;

/**
 * Sends the messages in their order, in as few calls as fit; resolves once the queue has stored all.
 * @throws NotSentError when it did not take some of them; what failed as a whole is thrown as it is.
 */
export async function sendBatches(queue: FifoQueue, messages: FifoSend[]): Promise<void> {
  const entries = messages.map((message, index) => ({ Id: String(index), ...fieldsOf(message) }));
  const refused: string[] = [];
  for (const call of callsFor(entries)) refused.push(...(await sendCall(queue, call)));
  if (refused.length > 0) throw new NotSentError(refused.map(Number));
}

type Entry = { Id: string; MessageBody: string };

function callsFor<E extends Entry>(entries: E[]): E[][] {
  const calls: E[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.MessageBody);
    const current = calls.at(-1);
    bytes += size;
    if (current === undefined || current.length >= entriesPerCall || bytes > bytesPerCall) {
      calls.push([entry]);
      bytes = size;
    } else current.push(entry);
  }
  return calls;
}

/** Returns the ids of the entries that the queue did not take. */
async function sendCall({ client, queueUrl }: FifoQueue, entries: Entry[]): Promise<string[]> {
  const refused: string[] = [];
  let open = entries;
  for (let tries = 0; tries < triesAtMost && open.length > 0; tries += 1) {
    const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: open });
    const { Successful = [], Failed = [] } = await client.send(command);
    const ours = Failed.filter(({ SenderFault }) => SenderFault).map(({ Id = '' }) => Id);
    refused.push(...ours);
    // What the answer does not name was not stored for all we know.
    const ended = new Set([...ours, ...Successful.map(({ Id }) => Id)]);
    open = open.filter(({ Id }) => !ended.has(Id));
  }
  return [...refused, ...open.map(({ Id }) => Id)];
}
