import { beforeEach, describe, expect, it } from 'vitest';
import { writeBack } from '../../../shared/application/write-back/write-back.ts';
import { NotConnectedError } from '../../../shared/domain/errors/errors.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { type Debtor, isLimited, startDebtor } from './debtor.ts';

let debtor: Debtor;
beforeEach(async () => {
  debtor = await startDebtor();
});

const done = { kind: 'done' };

describe('a contact that owes its metadata', () => {
  it('gets the id of the target once, beside what others wrote there', async () => {
    const message = debtor.oweMetadata(0);
    const [contactId = ''] = debtor.contactIds;
    debtor.stora.world.operators.get('acorn')?.tables.contacts.set(contactId, {
      ...(await contact(contactId)),
      metadata: { crm: '17' },
    });

    expect(await debtor.writeBack([message])).toEqual([done]);
    expect(await debtor.writeBack([message])).toEqual([done]);

    expect(await debtor.metadata(contactId)).toEqual({
      crm: '17',
      'rollerdoor:xero': 'xero-contact-0',
    });
    expect(debtor.writes.map(({ call }) => call)).toEqual([`PATCH /contacts/${contactId}`]);
    expect(debtor.link()?.owed).toEqual([]);
    expect(debtor.log.counts.get('MetadataWritten')).toBe(1);
  });

  it('gets the id of the one that is left when it was merged while its own id was written', async () => {
    const message = debtor.oweMetadata(0);
    const [contactId = ''] = debtor.contactIds;
    debtor.meets(async (_request, answer) => {
      const link = debtor.link();
      if (link !== undefined) await debtor.links.save({ ...link, targetId: 'the-one-left' });
      return answer();
    });

    expect(await debtor.writeBack([message])).toMatchObject([{ kind: 'deferred' }]);
    expect(await debtor.writeBack([message])).toEqual([done]);

    expect(await debtor.metadata(contactId)).toMatchObject({ 'rollerdoor:xero': 'the-one-left' });
    expect(debtor.link()?.owed).toEqual([]);
  });

  it('is let go when it was deleted meanwhile, and holds up nobody', async () => {
    const messages = [debtor.oweMetadata(0), debtor.oweMetadata(1)];
    const [deleted = '', other = ''] = debtor.contactIds;
    debtor.stora.world.operators.get('acorn')?.tables.contacts.delete(deleted);

    expect(await debtor.writeBack(messages)).toEqual([done, done]);

    expect(debtor.links.all().map((link) => link.owed)).toEqual([[], []]);
    expect(await debtor.metadata(other)).toEqual({ 'rollerdoor:xero': 'xero-contact-1' });
    expect(debtor.log.of('metadata.given_up')).toMatchObject([
      { level: 'warn', facts: { sourceId: deleted, code: 'resource_not_found' } },
    ]);
    // Nothing to wake anybody for.
    expect(debtor.log.counts.get('MetadataGivenUp')).toBeUndefined();
  });

  it('is let go without a call when the source has told that it was deleted', async () => {
    const message = debtor.oweMetadata(0);
    const [link] = debtor.links.all();
    if (link === undefined) throw new Error('There is no link.');
    debtor.links.seed({ ...link, deletedAt: debtor.clock.nowIso() });

    expect(await debtor.writeBack([message])).toEqual([done]);

    expect(debtor.writes).toEqual([]);
    expect(debtor.link()?.owed).toEqual([]);
  });

  it('is let go when others used up all keys of its metadata, and holds up nobody', async () => {
    const messages = [debtor.oweMetadata(0), debtor.oweMetadata(1)];
    const [full = '', other = ''] = debtor.contactIds;
    const keys = Array.from({ length: 20 }, (_, at) => [`key-${at}`, 'x']);
    debtor.stora.world.operators.get('acorn')?.tables.contacts.set(full, {
      ...(await contact(full)),
      metadata: Object.fromEntries(keys),
    });

    expect(await debtor.writeBack(messages)).toEqual([done, done]);

    expect(await debtor.metadata(other)).toEqual({ 'rollerdoor:xero': 'xero-contact-1' });
    expect(debtor.log.of('metadata.given_up')).toMatchObject([
      { facts: { code: 'invalid_content' } },
    ]);
    expect(debtor.log.counts.get('MetadataGivenUp')).toBe(1);
  });

  it.each([
    ['a scope is missing', 403, 'forbidden'],
    ['a supplier of Stora fails', 400, 'api_error'],
    ['Stora fails', 500, 'internal_server_error'],
  ])('waits while %s', async (_name, status, code) => {
    const message = debtor.oweMetadata(0);
    debtor.meets(async () => Response.json({ error: errorOf(code) }, { status }));

    expect(await debtor.writeBack([message])).toEqual([
      { kind: 'deferred', reason: code, retryAfterSeconds: 20 },
    ]);
    expect(debtor.link()?.owed).toEqual([{ what: 'metadata' }]);

    expect(await debtor.writeBack([message])).toEqual([done]);
  });

  async function contact(id: string) {
    const found = debtor.stora.world.operators.get('acorn')?.tables.contacts.get(id);
    if (found === undefined) throw new Error('The sandbox has no such contact.');
    return found;
  }
});

describe('a document that owes notes', () => {
  it('shows them as one event, in order, with a way back to the document', async () => {
    const message = debtor.oweNotes('posted', 'payment:1200', 'voided');

    expect(await debtor.writeBack([message])).toEqual([done]);

    const [contactId] = debtor.contactIds;
    expect(await debtor.events()).toMatchObject([
      {
        description: 'Note posted. Note payment:1200. Note voided.',
        external: {
          id: 'xero-invoice-1#posted+payment:1200+voided',
          url: expect.stringContaining('xero-invoice-1'),
        },
        contact: { id: contactId },
      },
    ]);
    expect(debtor.link()).toMatchObject({ owed: [], effects: {} });
    expect(debtor.log.counts.get('TimelineEventWritten')).toBe(1);
  });

  it('shows none of them twice when the message comes again', async () => {
    const message = debtor.oweNotes('posted');
    await debtor.writeBack([message, message]);

    await debtor.writeBack([message]);

    expect(await debtor.events()).toHaveLength(1);
  });

  it('shows a note that is owed later as an event of its own', async () => {
    const message = debtor.oweNotes('posted');
    await debtor.writeBack([message]);
    debtor.addDebt(debtor.note('voided'));

    await debtor.writeBack([message]);

    const texts = (await debtor.events()).map(({ description }) => description);
    expect(texts).toEqual(['Note posted.', 'Note voided.']);
  });
});

describe('a message that is out of date', () => {
  const connection = { operatorId: 'acorn', provider: 'stora' } as const;

  it.each([
    ['Stora was connected anew', aConnection({ ...connection, epoch: 2 })],
    ['Stora was disconnected', aConnection({ ...connection, status: 'disconnected' })],
  ])('is dropped and nothing is sent when %s', async (_name, now) => {
    const messages = [debtor.oweMetadata(0), debtor.oweNotes('posted')];
    debtor.stores.connections.seed(now);
    const callsBefore = debtor.calls.length;

    expect(await debtor.writeBack(messages)).toEqual([done, done]);
    expect(debtor.calls.slice(callsBefore)).toEqual([]);
  });

  it('is dropped when its link is gone', async () => {
    const message = debtor.oweNotes('posted');

    expect(await debtor.writeBack([{ ...message, sourceId: 'inv_unheard_of' }])).toEqual([done]);
    expect(debtor.writes).toEqual([]);
  });
});

describe('a batch', () => {
  it('is worked in order and stops at the first message that must wait', async () => {
    const messages = [0, 1, 2, 3].map((at) => debtor.oweMetadata(at));
    debtor.meets((_request, answer) => answer(), isLimited(30));

    const first = await debtor.writeBack(messages);

    const waits = {
      kind: 'deferred',
      reason: 'rate_limited',
      retryAfterSeconds: expect.any(Number),
    };
    const rest = { ...waits, reason: 'not_reached' };
    expect(first).toEqual([done, waits, rest, rest]);
    expect(debtor.writes).toHaveLength(2);

    debtor.clock.advance(31_000);
    // After a 429 the pace is slower for a while.
    const left = messages.slice(1);
    for (let receives = 0; receives < 20 && left.length > 0; receives += 1) {
      const results = await debtor.writeBack(left);
      left.splice(0, results.filter(({ kind }) => kind === 'done').length);
      debtor.clock.advance(10_000);
    }
    expect(left).toEqual([]);
    const [a, b, c, d] = debtor.contactIds.map((id) => `PATCH /contacts/${id}`);
    expect(debtor.writes.map(({ call }) => call)).toEqual([a, b, b, c, d]);
  });

  it('lets its messages go when the grant is dead, and notes that debts stand', async () => {
    const dead = new NotConnectedError('stora', 'needs_reconnect');
    const messages = [debtor.oweMetadata(0), debtor.oweMetadata(1)];
    debtor.stores.connections.faults.failNext('list', dead);

    expect((await debtor.writeBack(messages))[0]).toEqual({ kind: 'done' });

    const { marks } = await debtor.stores.aside.withConnections('acorn');
    expect(marks).toMatchObject([{ queue: 'write-backs' }]);
  });

  it('waits a little when something of ours fails, and says so in the log', async () => {
    const message = debtor.oweMetadata(0);
    for (const read of ['getMany', 'get'])
      debtor.links.faults.failNext(read, new Error('The table is down.'));

    expect(await debtor.writeBack([message])).toEqual([
      { kind: 'deferred', reason: 'unforeseen', retryAfterSeconds: 20 },
    ]);
    expect(debtor.log.of('write_back.unforeseen')).toMatchObject([{ level: 'error' }]);
  });

  it('of no messages is nothing', async () => {
    expect(await debtor.writeBack([])).toEqual([]);
  });
});

describe('debts whose payment never ends', () => {
  /** Receives the message until it is acknowledged. */
  async function receives(message: ReturnType<Debtor['oweMetadata']>): Promise<number> {
    for (let receiveCount = 1; receiveCount <= 80; receiveCount += 1) {
      const [result] = await writeBack([{ message, receiveCount }], debtor.ports);
      if (result?.kind === 'done') return receiveCount;
      debtor.clock.advance((result?.kind === 'deferred' ? result.retryAfterSeconds : 0) * 1_000);
    }
    throw new Error('It never ends.');
  }

  it.each([
    ['a contact', () => debtor.oweMetadata(0)],
    ['a document', () => debtor.oweNotes('posted', 'voided')],
  ])('stand when their message is let go after five tries, for %s', async (_name, arrange) => {
    const message = arrange();
    const owed = debtor.link()?.owed;
    const { save } = debtor.links;
    // As when our own table refuses for a while.
    debtor.links.save = async () => {
      throw new Error('ThrottlingException');
    };

    expect(await receives(message)).toBe(6);

    expect(debtor.log.of('write_back.unforeseen')).toHaveLength(5);
    expect(debtor.log.of('write_back.put_off')).toHaveLength(1);
    expect(debtor.log.counts.get('WriteBackPutOff')).toBe(1);
    expect(debtor.log.counts.get('MetadataGivenUp')).toBeUndefined();
    expect(debtor.log.counts.get('TimelineEventGivenUp')).toBeUndefined();
    expect(debtor.link()?.owed).toEqual(owed);

    debtor.links.save = save.bind(debtor.links);
    expect(await debtor.writeBack([message])).toEqual([done]);
    expect(debtor.link()?.owed).toEqual([]);
  });

  it('are kept while there is a reason to wait, however long', async () => {
    const message = debtor.oweMetadata(0);
    debtor.meets(...Array.from({ length: 12 }, () => isLimited(5)));

    await receives(message);

    expect(debtor.log.of('message.given_up')).toEqual([]);
    expect(debtor.log.counts.get('MetadataWritten')).toBe(1);
  });
});

describe('a debt that comes in while another one is paid', () => {
  it.each([
    ['metadata', () => debtor.oweMetadata(0)],
    ['a note', () => debtor.oweNotes('posted')],
  ])('is kept and paid too, after %s', async (_name, arrange) => {
    const message = arrange();
    debtor.meets(async (_request, answer) => {
      debtor.addDebt(debtor.note('voided'));
      return answer();
    });

    expect(await debtor.writeBack([message])).toEqual([done]);

    expect(debtor.writes).toHaveLength(2);
    expect((await debtor.events()).at(-1)).toMatchObject({ description: 'Note voided.' });
    expect(debtor.link()).toMatchObject({ owed: [], effects: {} });
  });

  it('does not make us fight for the link for ever', async () => {
    const message = debtor.oweMetadata(0);
    const save = debtor.links.save.bind(debtor.links);
    debtor.links.save = async () => 'conflict';

    const results = await debtor.writeBack([message]);

    expect(results).toEqual([{ kind: 'deferred', reason: 'link_contended', retryAfterSeconds: 2 }]);
    debtor.links.save = save;
    expect(await debtor.writeBack([message])).toEqual([done]);
    expect(debtor.link()?.owed).toEqual([]);
  });
});

function errorOf(code: string) {
  return { code, message: 'No.', request_id: 'req_1', details: [], type: 'api_error' };
}
