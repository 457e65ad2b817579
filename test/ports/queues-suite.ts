import { beforeEach, expect, it } from 'vitest';
import type { Sendable } from '../../shared/ports/queues.ts';

/** A queue with a look at what its consumer gets. */
export interface ObservedQueue<M> {
  send(message: M, dedupeId: string): Promise<void>;
  sendAll(messages: ReadonlyArray<Sendable<M>>): Promise<void>;
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
  togetherSuite(() => queue, aMessage);

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

/** Several messages in one call. */
function togetherSuite<M>(
  observed: () => ObservedQueue<M>,
  aMessage: QueueCase<M>['aMessage'],
): void {
  it('delivers several that are sent together, in order, more than a call takes', async () => {
    const ids = Array.from({ length: 23 }, (_, n) => `s${n}`);
    const sending = ids.map((id) => ({ message: aMessage({ sourceId: id }), dedupeId: id }));

    await observed().sendAll(sending);

    expect(await observed().received()).toEqual(sending.map(({ message }) => message));
  });

  it('delivers one message for equal dedupe ids of such as well', async () => {
    await observed().send(aMessage({ sourceId: 'first' }), 'same');

    await observed().sendAll([
      { message: aMessage({ sourceId: 'second' }), dedupeId: 'same' },
      { message: aMessage({ sourceId: 'third' }), dedupeId: 'other' },
      { message: aMessage({ sourceId: 'fourth' }), dedupeId: 'other' },
      { message: aMessage({ operatorId: 'operator-b' }), dedupeId: 'other' },
    ]);

    const received = await observed().received();
    const wanted = [{ sourceId: 'first' }, { sourceId: 'third' }, { operatorId: 'operator-b' }];
    expect(received).toHaveLength(wanted.length);
    for (const overrides of wanted) expect(received).toContainEqual(aMessage(overrides));
  });

  it('sends nothing where there is nothing to send', async () => {
    await observed().sendAll([]);

    expect(await observed().received()).toEqual([]);
  });
}
