import { beforeEach, describe, expect, it } from 'vitest';
import { sweepWriteBacks } from '../../../shared/application/write-back/sweep-write-backs.ts';
import { aConnection } from '../../builders/a-connection.ts';
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
    debtor.oweMetadata(1);
    debtor.clock.advance(10 * minute);
    const send = queue.send.bind(queue);
    queue.send = async (...message) => {
      await send(...message);
      debtor.clock.advance(2 * minute);
    };

    expect(await sweep()).toEqual({ ...counts, sent: 1, left: 1 });
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
