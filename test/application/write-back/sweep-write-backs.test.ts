import { beforeEach, describe, expect, it } from 'vitest';
import { sweepWriteBacks } from '../../../shared/application/write-back/sweep-write-backs.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { aLink } from '../../builders/a-link.ts';
import { RecordingChangeQueue, RecordingWriteBackQueue } from '../../fakes/recording-queues.ts';
import { type Debtor, startDebtor } from './debtor.ts';

const minute = 60_000;

let debtor: Debtor;
let queue: RecordingWriteBackQueue;
let changes: RecordingChangeQueue;
beforeEach(async () => {
  debtor = await startDebtor();
  queue = new RecordingWriteBackQueue();
  changes = new RecordingChangeQueue();
});

const sweep = (forMs = minute) =>
  sweepWriteBacks(
    { ...debtor.ports, writeBacks: queue, queues: { xero: changes } },
    debtor.clock.nowEpochMs() + forMs,
  );
const counts = { sent: 0, resting: 0, failed: 0, left: 0 };
const connection = { operatorId: 'acorn', provider: 'stora' } as const;

describe('a debt whose message was lost', () => {
  it('is sent again after ten minutes, and the write-back pays it', async () => {
    debtor.oweNotes('posted');
    debtor.clock.advance(9 * minute);
    expect(await sweep()).toEqual(counts);

    debtor.clock.advance(minute);
    expect(await sweep()).toEqual({ ...counts, sent: 1 });

    await debtor.writeBack(queue.messages());
    expect(await debtor.events()).toHaveLength(1);
    expect(debtor.log.counts.get('WriteBackSentAgain')).toBe(1);
    debtor.clock.advance(minute);
    expect(await sweep()).toEqual(counts);
  });

  it('is one message, though two ticks meet it', async () => {
    debtor.oweMetadata(0);
    debtor.clock.advance(10 * minute);
    await sweep();
    debtor.clock.advance(4 * minute);
    await sweep();

    expect(queue.sent).toHaveLength(2);
    expect(queue.messages()).toHaveLength(1);
  });

  it('is another message an hour later, which the queue does not take for the first', async () => {
    debtor.oweMetadata(0);
    debtor.clock.advance(10 * minute);
    await sweep();
    debtor.clock.advance(60 * minute);
    await sweep();

    expect(queue.messages()).toHaveLength(2);
  });

  it('goes under the epoch of today', async () => {
    debtor.oweMetadata(0);
    debtor.stores.connections.seed(aConnection({ ...connection, epoch: 4 }));
    debtor.clock.advance(10 * minute);

    await sweep();

    expect(queue.messages()).toMatchObject([{ operatorId: 'acorn', epoch: 4 }]);
  });

  it('is not taken for the one of an earlier connection, which dies', async () => {
    debtor.oweMetadata(0);
    debtor.clock.advance(10 * minute);

    await sweep();
    debtor.stores.connections.seed(aConnection({ ...connection, epoch: 4 }));
    await sweep();

    expect(new Set(queue.sent.map(({ dedupeId }) => dedupeId)).size).toBe(2);
  });

  it.each(['needs_reconnect', 'disconnecting', 'disconnected'] as const)(
    'rests while Stora is %s',
    async (status) => {
      debtor.oweMetadata(0);
      debtor.stores.connections.seed(aConnection({ ...connection, status }));
      debtor.clock.advance(10 * minute);

      expect(await sweep()).toEqual({ ...counts, resting: 1 });
      expect(queue.sent).toEqual([]);
    },
  );
});

describe('a note for the history in the ledger', () => {
  const owes = (refusedAtEpochMs: number, refusals = 1) => {
    debtor.oweNotes();
    debtor.addDebt({ what: 'history', refusals, refusedAtEpochMs });
  };

  it('rests while the ledger is not connected, and is not told as sent', async () => {
    const key = { operatorId: 'acorn', provider: 'xero' } as const;
    debtor.stores.connections.seed(aConnection({ ...key, status: 'disconnected' }));
    owes(debtor.clock.nowEpochMs());
    debtor.clock.advance(10 * minute);

    expect(await sweep()).toEqual({ ...counts, resting: 1 });
    expect(debtor.log.counts.get('WriteBackSentAgain')).toBeUndefined();
    expect([...queue.sent, ...changes.sent]).toEqual([]);
  });

  it('is not told as sent before its time, which counts from its refusal', async () => {
    owes(debtor.clock.nowEpochMs(), 2);
    debtor.clock.advance(10 * minute);
    expect(await sweep()).toEqual(counts);

    debtor.clock.advance(60 * minute);
    expect(await sweep()).toEqual({ ...counts, sent: 1 });
    expect(changes.sent).toHaveLength(1);
  });
});

describe('a sweep', () => {
  it('goes on when one debt cannot be sent', async () => {
    debtor.oweMetadata(0);
    debtor.oweMetadata(1);
    debtor.clock.advance(10 * minute);
    queue.faults.failNext('send', new Error('The queue is down.'));

    expect(await sweep()).toEqual({ ...counts, sent: 1, failed: 1 });
    expect(debtor.log.counts.get('SweepFailed')).toBe(1);
    expect(debtor.log.of('sweep.failed')).toMatchObject([{ level: 'error' }]);
  });

  it('leaves to the next what it has no time for', async () => {
    debtor.oweMetadata(0);
    debtor.clock.advance(60 * minute);
    debtor.oweMetadata(1);
    debtor.clock.advance(10 * minute);
    const sendAll = queue.sendAll.bind(queue);
    queue.sendAll = async (messages) => {
      await sendAll(messages);
      debtor.clock.advance(2 * minute);
    };

    const counted = await sweep();

    expect(counted).toMatchObject({ sent: 1, failed: 0 });
    expect(counted.left).toBeGreaterThan(0);
    // What was lost just now, before what was sent again already.
    expect(queue.messages()).toMatchObject([{ sourceId: debtor.contactIds[1] }]);
    debtor.clock.advance(-2 * minute);
    expect(await sweep()).toMatchObject({ sent: 1 });
  });

  it('goes on when one link cannot be read', async () => {
    debtor.oweMetadata(0);
    debtor.oweMetadata(1);
    debtor.clock.advance(10 * minute);
    const unreadable = new Error('The stored item is malformed.');
    debtor.links.faults.failNext('getMany', unreadable);
    debtor.links.faults.failNext('get', unreadable);

    expect(await sweep()).toEqual({ ...counts, sent: 1, failed: 1 });
  });

  it('sends again nothing that was paid, or was saved, since the index saw it', async () => {
    debtor.oweMetadata(0);
    debtor.oweMetadata(1);
    debtor.clock.advance(10 * minute);
    const owing = debtor.links.owing.bind(debtor.links);
    debtor.links.owing = async (place) => {
      const page = await owing(place);
      for (const { owedSinceEpochMs: _since, ...link } of debtor.links.all())
        debtor.links.seed(
          link.sourceId === debtor.contactIds[0]
            ? { ...link, owed: [] }
            : { ...link, owedSinceEpochMs: debtor.clock.nowEpochMs() },
        );
      return page;
    };

    expect(await sweep()).toEqual(counts);
    expect(queue.sent).toEqual([]);
  });

  it('sends what twenty links owe in one call to the queue, and reads it in one', async () => {
    const links = Array.from({ length: 20 }, (_, at) =>
      aLink({ operatorId: 'acorn', sourceId: `inv_${at}`, owed: [{ what: 'metadata' }] }),
    );
    for (const link of links) await debtor.links.save(link);
    debtor.clock.advance(10 * minute);
    let reads = 0;
    const getMany = debtor.links.getMany.bind(debtor.links);
    debtor.links.getMany = async (keys) => {
      reads += 1;
      return getMany(keys);
    };

    expect(await sweep()).toEqual({ ...counts, sent: 20 });
    expect(reads).toBe(1);
    expect(queue.batches).toEqual([20]);
  });

  it('passes over what lies between two ages, however many links owe', async () => {
    // Every quarter of an hour of a day; those that are 10, 70, 130 ... minutes old are due.
    for (let at = 0; at < 96; at += 1) {
      await debtor.links.save(
        aLink({ operatorId: 'acorn', sourceId: `inv_${at}`, owed: [{ what: 'metadata' }] }),
      );
      debtor.clock.advance((at === 95 ? 10 : 15) * minute);
    }

    expect(await sweep()).toEqual({ ...counts, sent: 24 });
    const due = Array.from({ length: 24 }, (_, hour) => `inv_${95 - 4 * hour}`);
    expect(
      queue
        .messages()
        .map(({ sourceId }) => sourceId)
        .toSorted(),
    ).toEqual(due.toSorted());
  });

  it('of nothing asks nobody', async () => {
    expect(await sweep()).toEqual(counts);
    expect(queue.sent).toEqual([]);
  });

  it('asks again for a connection that could not be read, instead of failing every debt of that operator', async () => {
    debtor.oweMetadata(0);
    debtor.oweMetadata(1);
    debtor.oweMetadata(2);
    debtor.clock.advance(10 * minute);
    debtor.stores.connections.faults.failNext('get', new Error('Throttled.'));

    expect(await sweep()).toEqual({ ...counts, sent: 2, failed: 1 });
  });
});
