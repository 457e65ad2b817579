import { beforeEach, describe, expect, it } from 'vitest';
import { writeBack } from '../../../shared/application/write-back/write-back.ts';
import type { WriteBackMessage } from '../../../shared/contracts/messages.ts';
import { aWriteBackMessage } from '../../builders/a-change-message.ts';
import { aLink } from '../../builders/a-link.ts';
import { countedCalls } from '../../support/counted-calls.ts';
import { type Debtor, type Fault, startDebtor } from './debtor.ts';

const stores = ['connections', 'links', 'activities', 'sourceStates', 'tries'] as const;
const done = { kind: 'done' };

let debtor: Debtor;
beforeEach(async () => {
  debtor = await startDebtor();
});

async function owes(at: number): Promise<WriteBackMessage> {
  const sourceId = `inv_${at}`;
  const owed = [debtor.note('posted')];
  await debtor.links.save(
    aLink({ operatorId: 'acorn', sourceId, targetId: `xero-invoice-${at}`, owed }),
  );
  return aWriteBackMessage({ operatorId: 'acorn', kind: 'invoice', sourceId });
}

async function work(messages: WriteBackMessage[]) {
  const { ports, calls } = countedCalls(debtor.ports, stores);
  const received = messages.map((message) => ({ message, receiveCount: 1 }));
  return { results: await writeBack(received, ports), calls };
}

describe('a batch of ten write-backs', () => {
  it('reads once, tells of what a second brought in one call, and saves each link as often as it must', async () => {
    const contacts = [0, 1, 2, 3, 4].map((at) => debtor.oweMetadata(at));
    const documents = await Promise.all([0, 1, 2, 3, 4].map(owes));

    const { results, calls } = await work([...contacts, ...documents]);

    expect(results).toEqual(Array.from({ length: 10 }, () => done));
    expect(calls).toEqual({
      'connections.list': 1,
      'links.getMany': 1,
      // Once a second: ten calls take as long.
      'activities.appendAll': 2,
      // Each payment; before an event leaves it is journaled.
      'links.save': 5 + 2 * 5,
    });
    expect(debtor.writes).toHaveLength(10);
    expect(debtor.links.all().flatMap(({ owed }) => owed)).toEqual([]);
    expect(debtor.stores.activities.all()).toHaveLength(10);
  });

  it('about one link sends once, and reads and saves no more for the copies', async () => {
    const message = debtor.oweMetadata(0);

    const { results, calls } = await work(Array.from({ length: 10 }, () => ({ ...message })));

    expect(results).toHaveLength(10);
    expect(calls).toEqual({
      'connections.list': 1,
      'links.getMany': 1,
      'activities.appendAll': 1,
      'links.save': 1,
    });
    expect(debtor.writes).toHaveLength(1);
  });

  it('reads anew what is older than five seconds when its turn comes, the rest of the batch with it', async () => {
    const messages = [0, 1, 2].map((at) => debtor.oweMetadata(at));
    debtor.meets(async (_request, answer) => {
      debtor.clock.advance(5_000);
      // Followed into another contact meanwhile: the id of before must not be written over that.
      const [, second] = debtor.links.all();
      if (second !== undefined)
        debtor.links.seed({ ...second, revision: 2, targetId: 'xero-contact-left' });
      return answer();
    });

    const { results, calls } = await work(messages);

    expect(results).toEqual([done, done, done]);
    expect(calls).toMatchObject({ 'connections.list': 2, 'links.getMany': 2 });
    expect(await debtor.metadata(debtor.contactIds[1] ?? '')).toEqual({
      'rollerdoor:xero': 'xero-contact-left',
    });
  });

  it('keeps what it has paid and not taken down yet when it reads the rest anew', async () => {
    const messages = [0, 1, 2, 0].map((at) => debtor.oweMetadata(at));
    const lasting = (durationMs: number): Fault => {
      return async (_request, answer) => {
        debtor.clock.advance(durationMs);
        return answer();
      };
    };
    debtor.meets(lasting(4_900), lasting(200));

    await work(messages);

    expect(debtor.writes).toHaveLength(3);
  });

  it('stops when Stora was connected anew, as soon as its row is read anew', async () => {
    const messages = [0, 1].map((at) => debtor.oweMetadata(at));
    debtor.meets(async (_request, answer) => {
      const key = { operatorId: 'acorn', provider: 'stora' } as const;
      const source = await debtor.stores.connections.get(key);
      if (source !== undefined) debtor.stores.connections.seed({ ...source, epoch: 2 });
      debtor.clock.advance(5_000);
      return answer();
    });

    await work(messages);

    expect(debtor.writes).toHaveLength(1);
  });
});

describe('a batch whose payments cannot be taken down', () => {
  it('comes back when no activity could be appended, and no debt is paid untold', async () => {
    const messages = [0, 1].map((at) => debtor.oweMetadata(at));
    debtor.stores.activities.faults.failNext('appendAll', new Error('The table is down.'));

    const { results } = await work(messages);

    const waits = { kind: 'deferred', reason: 'unforeseen', retryAfterSeconds: 20 };
    expect(results).toEqual([waits, waits]);
    expect(debtor.links.all().map(({ owed }) => owed)).toEqual([
      [{ what: 'metadata' }],
      [{ what: 'metadata' }],
    ]);
  });

  it('tells of an event that was answered without sending it again, however much later', async () => {
    const messages = await Promise.all([0].map(owes));
    debtor.stores.activities.faults.failNext('appendAll', new Error('The table is down.'));
    await work(messages);
    const day = 24 * 3_600_000;
    debtor.clock.advance(2 * day);

    await work(messages);

    expect(debtor.writes).toHaveLength(1);
    expect(debtor.links.all().map(({ owed }) => owed)).toEqual([[]]);
    expect(debtor.stores.activities.all()).toMatchObject([{ type: 'source.noted' }]);
  });

  it('comes back from the one on that could not be saved, and sends no event twice', async () => {
    const messages = await Promise.all([0, 1].map(owes));
    const save = debtor.links.save.bind(debtor.links);
    debtor.links.save = async (link) => {
      if (link.sourceId === 'inv_0' && link.owed.length === 0) throw new Error('Throttled.');
      return save(link);
    };

    const { results } = await work(messages);
    expect(results).toMatchObject([{ kind: 'deferred' }, done]);
    debtor.links.save = save;
    await work(messages);

    expect(debtor.links.all().flatMap(({ owed }) => owed)).toEqual([]);
    expect(await debtor.events()).toHaveLength(2);
    expect(debtor.stores.activities.all()).toHaveLength(2);
  });
});
