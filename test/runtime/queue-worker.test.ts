import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type Disposition, queueWorker, type Received } from '../../shared/runtime/queue-worker.ts';
import { RecordingLog } from '../fakes/recording-log.ts';

const schema = z.strictObject({ id: z.string() });
type Message = z.infer<typeof schema>;

const done: Disposition = { kind: 'done' };
const later = (retryAfterSeconds: number): Disposition => ({
  kind: 'deferred',
  retryAfterSeconds,
  reason: 'pace',
});

function record(id: string, overrides: { group?: string; body?: string; count?: number } = {}) {
  const { group = 'acorn', body = JSON.stringify({ id }), count = 1 } = overrides;
  return {
    messageId: id,
    receiptHandle: `handle-${id}`,
    body,
    attributes: { MessageGroupId: group, ApproximateReceiveCount: String(count) },
  } as SQSRecord;
}

type Handle = (batch: Array<Received<Message>>) => Promise<Disposition[]>;

function open(handle: Handle) {
  const log = new RecordingLog();
  const batches: Array<Array<Received<Message>>> = [];
  const hidden: Array<{ handles: string[]; seconds: number }> = [];
  let flushes = 0;
  let deferAnswer: () => Promise<unknown[]> = async () => [];
  const worker = queueWorker<Message>(() => ({
    schema,
    handle: (batch) => {
      batches.push(batch);
      return handle(batch);
    },
    deferrer: {
      defer: (handles, seconds) => {
        hidden.push({ handles, seconds });
        return deferAnswer();
      },
    },
    log,
    metrics: Object.assign(log, {
      flush: () => {
        flushes += 1;
      },
    }),
  }));
  return {
    log,
    batches,
    hidden,
    flushes: () => flushes,
    answerDeferWith: (answer: () => Promise<unknown[]>) => {
      deferAnswer = answer;
    },
    receive: async (...records: SQSRecord[]): Promise<string[]> => {
      const event: SQSEvent = { Records: records };
      const answer: SQSBatchResponse = await worker(event, {} as Context);
      return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
  };
}

/** Answers by message id; 'done' where nothing is said. */
function answering(answers: Record<string, Disposition>): Handle {
  return async (batch) => batch.map(({ message }) => answers[message.id] ?? done);
}

describe('queueWorker', () => {
  it('acknowledges what is done', async () => {
    const { receive, hidden } = open(answering({}));

    expect(await receive(record('a'), record('b'))).toEqual([]);
    expect(hidden).toEqual([]);
  });

  it('hands over a group as a whole, in order, with how often each was received', async () => {
    const { receive, batches } = open(answering({}));
    await receive(record('a'), record('b', { count: 3 }));

    expect(batches).toEqual([
      [
        { message: { id: 'a' }, receiveCount: 1 },
        { message: { id: 'b' }, receiveCount: 3 },
      ],
    ]);
  });

  it('keeps the first deferred message and all that follow it in its group', async () => {
    const { receive, hidden } = open(answering({ b: later(7) }));

    expect(await receive(record('a'), record('b'), record('c'))).toEqual(['b', 'c']);
    expect(hidden).toEqual([{ handles: ['handle-b', 'handle-c'], seconds: 7 }]);
  });

  it('gives the whole group one wait, that of the first deferral', async () => {
    const { receive, hidden } = open(answering({ a: later(5), b: later(500) }));
    await receive(record('a'), record('b'));

    expect(hidden).toEqual([{ handles: ['handle-a', 'handle-b'], seconds: 5 }]);
  });

  it('lets no group suffer for another', async () => {
    const { receive, batches, hidden } = open(answering({ a1: later(9) }));
    const kept = await receive(
      record('a1', { group: 'a' }),
      record('b1', { group: 'b' }),
      record('a2', { group: 'a' }),
      record('b2', { group: 'b' }),
    );

    expect(kept).toEqual(['a1', 'a2']);
    expect(batches.map((batch) => batch.map(({ message }) => message.id))).toEqual([
      ['a1', 'a2'],
      ['b1', 'b2'],
    ]);
    expect(hidden).toHaveLength(1);
  });

  it('keeps a whole group whose work failed unforeseen, and the other groups go on', async () => {
    const { receive, hidden, log } = open(async (batch) => {
      if (batch[0]?.message.id === 'a') throw new Error('A bug.');
      return batch.map(() => done);
    });

    expect(await receive(record('a', { group: 'a' }), record('b', { group: 'b' }))).toEqual(['a']);
    expect(hidden).toEqual([{ handles: ['handle-a'], seconds: 30 }]);
    expect(log.of('batch.failed')).toMatchObject([{ level: 'error', facts: { messages: 1 } }]);
  });

  it('keeps a message for which the work gave no answer', async () => {
    const { receive } = open(async () => [done]);

    expect(await receive(record('a'), record('b'))).toEqual(['b']);
  });

  describe('a message that cannot be read', () => {
    it.each([
      ['no JSON', 'oops'],
      ['another form', '{"name":"Ada Byron"}'],
      ['a field too many', '{"id":"b","extra":"Ada Byron"}'],
      ['null', 'null'],
    ])('waits with all that follow it, while those before are worked: %s', async (_what, body) => {
      const { receive, batches, hidden, log } = open(answering({}));

      expect(await receive(record('a'), record('b', { body }), record('c'))).toEqual(['b', 'c']);
      expect(batches.map((batch) => batch.map(({ message }) => message.id))).toEqual([['a']]);
      expect(hidden).toEqual([{ handles: ['handle-b', 'handle-c'], seconds: 300 }]);
      expect(log.counts.get('MessageUnreadable')).toBe(1);
      expect(log.of('message.unreadable')).toMatchObject([{ facts: { messageId: 'b' } }]);
      expect(log.text()).not.toContain('Ada');
    });

    it('is not handed to the work when it is the first', async () => {
      const { receive, batches } = open(answering({}));

      expect(await receive(record('a', { body: '[]' }), record('b'))).toEqual(['a', 'b']);
      expect(batches).toEqual([]);
    });

    it('comes back after those before it when they are deferred themselves', async () => {
      const { receive, hidden } = open(answering({ a: later(4) }));

      expect(await receive(record('a'), record('b', { body: 'x' }))).toEqual(['a', 'b']);
      expect(hidden).toEqual([{ handles: ['handle-a', 'handle-b'], seconds: 4 }]);
    });
  });

  describe('when hiding fails', () => {
    it('keeps the messages all the same and says so', async () => {
      const { receive, answerDeferWith, log } = open(answering({ a: later(4) }));
      answerDeferWith(() => Promise.reject(new Error('Throttled.')));

      expect(await receive(record('a'))).toEqual(['a']);
      expect(log.of('group.defer_failed')).toHaveLength(1);
    });

    it('for some of the messages warns', async () => {
      const { receive, answerDeferWith, log } = open(answering({ a: later(4) }));
      answerDeferWith(async () => [{ receiptHandle: 'handle-a' }]);

      expect(await receive(record('a'))).toEqual(['a']);
      expect(log.of('group.defer_incomplete')).toMatchObject([
        { level: 'warn', facts: { messages: 1 } },
      ]);
    });
  });

  it('takes a message without a group for a group of its own', async () => {
    const { receive, batches } = open(answering({}));
    const lone = (id: string) => {
      const made = record(id);
      return { ...made, attributes: { ...made.attributes, MessageGroupId: undefined } } as never;
    };
    await receive(lone('a'), lone('b'));

    expect(batches).toHaveLength(2);
  });

  it('writes out the metrics at the end, also of a batch that failed', async () => {
    const { receive, flushes } = open(async () => {
      throw new Error('A bug.');
    });
    await receive(record('a'));

    expect(flushes()).toBe(1);
  });

  it('answers an empty event with an empty list', async () => {
    expect(await open(answering({})).receive()).toEqual([]);
  });
});
