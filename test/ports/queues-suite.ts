import { beforeEach, expect, it } from 'vitest';

/** A queue with a look at what its consumer gets. */
export interface ObservedQueue<M> {
  send(message: M, dedupeId: string): Promise<void>;
  /** Everything that a consumer would receive, oldest first. */
  received(): Promise<M[]>;
}

export interface QueueCase<M> {
  make: () => Promise<ObservedQueue<M>>;
  aMessage: (overrides: { operatorId?: string; sourceId?: string }) => M;
}

/** What both queues do: order within an operator, and one message per dedupe id. */
export function queuesSuite<M>({ make, aMessage }: QueueCase<M>): void {
  let queue: ObservedQueue<M>;
  beforeEach(async () => {
    queue = await make();
  });

  it('delivers a message as it was sent', async () => {
    await queue.send(aMessage({}), 'id-1');

    expect(await queue.received()).toEqual([aMessage({})]);
  });

  it('delivers the messages of one operator in order', async () => {
    for (const sourceId of ['one', 'two', 'three']) {
      await queue.send(aMessage({ sourceId }), sourceId);
    }

    expect(await queue.received()).toEqual([
      aMessage({ sourceId: 'one' }),
      aMessage({ sourceId: 'two' }),
      aMessage({ sourceId: 'three' }),
    ]);
  });

  it('delivers one message for equal dedupe ids', async () => {
    await queue.send(aMessage({ sourceId: 'first' }), 'same');
    await queue.send(aMessage({ sourceId: 'second' }), 'same');

    expect(await queue.received()).toEqual([aMessage({ sourceId: 'first' })]);
  });

  it('keeps the dedupe ids of operators apart', async () => {
    await queue.send(aMessage({ operatorId: 'operator-a' }), 'same');
    await queue.send(aMessage({ operatorId: 'operator-b' }), 'same');

    expect(await queue.received()).toHaveLength(2);
  });

  it('takes any text as a dedupe id without mixing up two of them', async () => {
    const long = 'x'.repeat(300);
    const ids = ['with space', 'with_space', 'ünïcode', 'unicode', `${long}1`, `${long}2`];
    for (const [n, id] of ids.entries()) await queue.send(aMessage({ sourceId: `s${n}` }), id);

    expect(await queue.received()).toHaveLength(ids.length);
  });
}
