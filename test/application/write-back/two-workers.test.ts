import { beforeEach, describe, expect, it } from 'vitest';
import type { WriteBackMessage } from '../../../shared/contracts/messages.ts';
import { answerIsLost, type Debtor, startDebtor, storaFails } from './debtor.ts';

let debtor: Debtor;
let message: WriteBackMessage;
beforeEach(async () => {
  debtor = await startDebtor();
  message = debtor.oweNotes('posted');
});

/** The queue hands the message out once more. */
async function workLater(): Promise<void> {
  debtor.clock.advance(60_000);
  expect(await debtor.writeBack([message])).toEqual([{ kind: 'done' }]);
}

describe('two workers on one link', () => {
  it('never send a note under two keys: the one that comes second waits', async () => {
    const save = debtor.links.save.bind(debtor.links);
    let second: ReturnType<Debtor['writeBack']> | undefined;
    debtor.links.save = async (link) => {
      debtor.links.save = save;
      second = debtor.writeBack([message]);
      await second;
      return save(link);
    };

    const first = await debtor.writeBack([message]);

    expect(await second).toEqual([{ kind: 'done' }]);
    expect(first).toEqual([{ kind: 'deferred', reason: 'link_contended', retryAfterSeconds: 2 }]);
    await workLater();
    expect(await debtor.events()).toHaveLength(1);
  });

  it('never send a note in two events, of which one holds more notes than the other', async () => {
    const save = debtor.links.save.bind(debtor.links);
    debtor.links.save = async (link) => {
      debtor.links.save = save;
      debtor.addDebt(debtor.note('voided'));
      debtor.meets(answerIsLost);
      await debtor.writeBack([message]);
      return save(link);
    };

    const first = await debtor.writeBack([message]);

    expect(first).toEqual([{ kind: 'deferred', reason: 'link_contended', retryAfterSeconds: 2 }]);
    await workLater();
    const texts = (await debtor.events()).map(({ description }) => description);
    expect(texts).toEqual(['Note posted. Note voided.']);
  });

  it('send it once, if the one that comes first is told late that it failed', async () => {
    debtor.meets(async (request, answer) => {
      // The message was handed out again meanwhile, and the answer to that is on its way for ever.
      debtor.meets(answerIsLost);
      await debtor.writeBack([message]);
      return storaFails(request, answer);
    });

    await debtor.writeBack([message]);

    expect(Object.values(debtor.link()?.effects ?? {})).toMatchObject([{ state: 'sending' }]);
    await workLater();
    expect(new Set(debtor.writes.map(({ key }) => key)).size).toBe(1);
    expect(await debtor.events()).toHaveLength(1);
  });

  it('send it once, if the one that comes second is held up before it sends', async () => {
    debtor.meets(async (_request, answer) => {
      // The message was handed out again meanwhile.
      await debtor.writeBack([message]);
      return answer();
    });

    await debtor.writeBack([message]);

    expect(new Set(debtor.writes.map(({ key }) => key)).size).toBe(1);
    expect(await debtor.events()).toHaveLength(1);
    expect(debtor.link()).toMatchObject({ owed: [], effects: {} });
  });
});
