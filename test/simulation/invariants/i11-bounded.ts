// SPEC.md I11
import type { FinishedRun, Invariant } from '../history.ts';
import { type Occurred, viewOf } from './run-view.ts';

export const bounded: Invariant = {
  id: 'I11',
  title: 'Attempts, items and messages stay within their bounds',
  check: (run) => [
    ...largeItems(run),
    ...largeMessages(run),
    ...manyReceives(run),
    ...manyTries(run),
  ],
};

/** DynamoDB takes 400 KB an item. */
const itemBytesMax = 400 * 1024;
/** SQS takes 1 MiB a message. */
const messageBytesMax = 1024 * 1024;
/** Where the queues send a message to the dead letters. */
const receivesMax = 1_000;
/** Five tries, of which the first is not counted: then the message is parked. */
const triesCountedMax = 4;

function largeItems(run: FinishedRun): string[] {
  const view = viewOf(run);
  return view.of('stored').flatMap((stored) => {
    const { store, method, seq } = stored;
    const bytes = bytesOf(view.textOf(stored));
    return bytes > itemBytesMax ? [`${store}.${method} at ${seq} stores ${bytes} bytes`] : [];
  });
}

/** A text has at most three bytes for each of its units, so that short ones need no counting. */
function bytesOf(text: string): number {
  return text.length * 3 < itemBytesMax ? text.length : Buffer.byteLength(text);
}

function largeMessages(run: FinishedRun): string[] {
  return viewOf(run)
    .of('sent')
    .flatMap(({ queue, body, seq }) => {
      const bytes = bytesOf(body);
      return bytes > messageBytesMax ? [`${queue} got ${bytes} bytes at ${seq}`] : [];
    });
}

function manyReceives(run: FinishedRun): string[] {
  return viewOf(run)
    .of('received')
    .flatMap(({ queue, messageId, receiveCount }) =>
      receiveCount === receivesMax ? [`${messageId} on ${queue} came ${receiveCount} times`] : [],
    );
}

interface TriesInput {
  tries?: Record<string, { count?: number }>;
}

function manyTries(run: FinishedRun): string[] {
  return viewOf(run)
    .of('stored')
    .filter(
      ({ store, method, output }) =>
        store === 'tries' && method === 'save' && output !== 'conflict',
    )
    .flatMap(triesOver);
}

function triesOver({ input, seq }: Occurred<'stored'>): string[] {
  return Object.entries((input as TriesInput).tries ?? {}).flatMap(([key, { count = 0 }]) =>
    count > triesCountedMax ? [`${key} was counted ${count} times at ${seq}`] : [],
  );
}
