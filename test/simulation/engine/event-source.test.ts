import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { expect, it } from 'vitest';
import { EventSource } from './event-source.ts';
import { fastRandom } from './fast-random.ts';
import { FaultDice } from './fault-dice.ts';
import { FunctionPool } from './function-pool.ts';
import { Recorder } from './recorder.ts';
import { SimQueues } from './sim-queues.ts';
import { VirtualTime } from './virtual-time.ts';

/** One message whose first worker needs so long, and the second one no time. */
async function workedOn(firstMs: number): Promise<string[]> {
  const random = fastRandom(1);
  const time = new VirtualTime({ startEpochMs: 0, random });
  const recorder = new Recorder(time);
  const engine = { time, recorder, dice: new FaultDice({ random, recorder, enabled: {} }) };
  const queues = new SimQueues(engine, () => false);
  const queue = queues.queues['write-backs'];
  let started = 0;
  const pool = new FunctionPool<SQSEvent, SQSBatchResponse>(
    engine,
    {
      name: 'worker',
      timeoutMs: 900_000,
      concurrency: 2,
      wire: (process) => async () => {
        started += 1;
        if (started === 1) await process.sleep(firstMs);
        else await process.sleep(100_000);
        return { batchItemFailures: [] };
      },
    },
    { hasSkew: false },
  );
  new EventSource(engine, { queues, queue, pool });
  queues.core.sendMessage({
    QueueUrl: queue.url,
    MessageBody: '{}',
    MessageGroupId: 'acorn',
    MessageDeduplicationId: 'one',
  });
  await time.run(() => false);
  return recorder.entries
    .map(({ what }) => what.kind)
    .filter((kind) => kind === 'received' || kind === 'acked');
}

it('notes that a message is acknowledged when it is deleted', async () => {
  expect(await workedOn(1_000)).toEqual(['received', 'acked']);
});

it('does not call a message acknowledged whose receipt was overtaken by a later one', async () => {
  expect(await workedOn(200_000)).toEqual(['received', 'received', 'acked']);
});
