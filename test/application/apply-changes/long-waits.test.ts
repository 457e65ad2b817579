import { describe, expect, it } from 'vitest';
import { applyChanges } from '../../../shared/application/apply-changes/apply-changes.ts';
import type { ChangeResult } from '../../../shared/application/apply-changes/results.ts';
import { writeBack } from '../../../shared/application/write-back/write-back.ts';
import type { ChangesQueueMessage } from '../../../shared/contracts/messages.ts';
import { awayWith } from '../../support/dead-ledger.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

const dayMs = 24 * 3_600_000;

/** A run of invoices on the queue, in a world whose Xero can be down and whose operator can be away. */
async function waiting(count: number) {
  const world = { isDown: false, isAway: false };
  const pipeline = await startPipeline({
    intercept: async (request, answer) =>
      world.isDown && request.url.includes('/api.xro/')
        ? new Response('', { status: 503 })
        : answer(),
  });
  awayWith(world, pipeline);
  await pipeline.press('month-end-run', { count });
  await pipeline.deliver();
  return { pipeline, world, queue: queueOf(pipeline) };
}

const asks = { schemaVersion: 1, operatorId: 'acorn', target: 'xero', asks: 'aside' } as const;

/** What is on the queue, in order; each receive counts, as the queue's own do. */
function queueOf(pipeline: Pipeline) {
  let left = pipeline.changes
    .messages()
    .map((message, at): { message: ChangesQueueMessage; sequence: string } => {
      return { message, sequence: `${at}` };
    });
  let receiveCount = 0;
  return {
    isEmpty: () => left.length === 0,
    receives: () => receiveCount,
    /** As a reconnect does. */
    askForAside: () => {
      receiveCount = 0;
      left = [...left, { message: asks, sequence: '1000' }];
    },
    receive: async () => {
      receiveCount += 1;
      if (receiveCount > 2_000) throw new Error('It never ends.');
      const received = left.slice(0, 10).map((one) => ({ ...one, receiveCount }));
      const results: ChangeResult[] = await applyChanges(received, pipeline.ports);
      const first = results.findIndex(({ kind }) => kind === 'deferred');
      left = left.slice(first < 0 ? results.length : first);
      const wait = results[first];
      if (wait?.kind === 'deferred') pipeline.clock.advance(wait.retryAfterSeconds * 1_000);
      return wait;
    },
  };
}

const causes = async ({ stores }: Pipeline) =>
  (await stores.issues.list('acorn')).map(({ cause }) => cause);

describe('changes that waited ten days for somebody to connect again', () => {
  it('are put off for some seconds by the first failure after that, and parked by none', async () => {
    const { pipeline, world, queue } = await waiting(3);
    world.isAway = true;
    while (!queue.isEmpty()) await queue.receive();
    pipeline.clock.advance(10 * dayMs);
    world.isAway = false;
    world.isDown = true;
    queue.askForAside();

    const wait = await queue.receive();

    expect(wait).toMatchObject({ reason: 'xero_http_503', retryAfterSeconds: 20 });
    expect(await causes(pipeline)).toEqual([]);
    world.isDown = false;
    while (!queue.isEmpty()) await queue.receive();
    expect((await pipeline.xeroState()).invoices).toHaveLength(3);
    expect(await causes(pipeline)).toEqual([]);
  });

  it('go on together, in as few calls as when they were new', async () => {
    const { pipeline, world, queue } = await waiting(8);
    world.isAway = true;
    while (!queue.isEmpty()) await queue.receive();
    world.isAway = false;
    queue.askForAside();
    const before = pipeline.calls.length;

    while (!queue.isEmpty()) await queue.receive();

    const creates = pipeline.calls
      .slice(before)
      .filter(({ method, url }) => method === 'PUT' && /\/Invoices\?/.test(url));
    expect((await pipeline.xeroState()).invoices).toHaveLength(8);
    expect(creates.length).toBeLessThan(8);
  });

  it('stand beside the queue, whole, for longer than it keeps anything', async () => {
    const { pipeline, world, queue } = await waiting(3);
    const sent = pipeline.changes.messages();
    world.isAway = true;

    while (!queue.isEmpty()) await queue.receive();

    expect(queue.receives()).toBeLessThanOrEqual(Math.ceil(sent.length / 10));
    expect(pipeline.stores.aside.all().map(({ message }) => message)).toEqual(sent);
    pipeline.clock.advance(20 * dayMs);
    world.isAway = false;
    queue.askForAside();
    while (!queue.isEmpty()) await queue.receive();
    expect((await pipeline.xeroState()).invoices).toHaveLength(3);
    expect(pipeline.stores.aside.all()).toEqual([]);
    expect(pipeline.stores.aside.allMarks()).toEqual([]);
  });
});

describe('a ledger that fails', () => {
  it('is shown to a person after a day of nothing else', async () => {
    const { pipeline, world, queue } = await waiting(1);
    world.isDown = true;
    const since = pipeline.clock.nowEpochMs();

    while (!queue.isEmpty()) await queue.receive();

    expect(new Set(await causes(pipeline))).toEqual(new Set(['unexpected']));
    const hours = (pipeline.clock.nowEpochMs() - since) / 3_600_000;
    expect(hours).toBeGreaterThan(24);
    expect(hours).toBeLessThan(60);
  });

  it('is given its day anew after a wait for somebody to connect', async () => {
    const { pipeline, world, queue } = await waiting(1);
    world.isDown = true;
    const since = pipeline.clock.nowEpochMs();
    while (pipeline.clock.nowEpochMs() - since < 20 * 3_600_000) await queue.receive();
    Object.assign(world, { isDown: false, isAway: true });
    await queue.receive();
    expect(queue.isEmpty()).toBe(true);
    Object.assign(world, { isDown: true, isAway: false });
    queue.askForAside();
    const again = pipeline.clock.nowEpochMs();

    while (pipeline.clock.nowEpochMs() - again < 20 * 3_600_000) await queue.receive();

    expect(await causes(pipeline)).toEqual([]);
  });
});

describe('a debt whose message waited for somebody to connect again', () => {
  it('is put off for some seconds by the first failure after that', async () => {
    const pipeline = await startPipeline({
      intercept: async (request, answer) =>
        request.method === 'PATCH' ? new Response('', { status: 503 }) : answer(),
    });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.deliver();
    await pipeline.apply(pipeline.changes.messages());
    const [message] = pipeline.writeBacks.messages().filter(({ kind }) => kind === 'contact');
    if (message === undefined) throw new Error('There is no write-back of a contact.');

    const results = await writeBack([{ message, receiveCount: 900 }], pipeline.ports);

    expect(results).toMatchObject([{ kind: 'deferred', retryAfterSeconds: 20 }]);
  });
});
