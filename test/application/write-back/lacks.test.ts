import { beforeEach, describe, expect, it } from 'vitest';
import { writeBack } from '../../../shared/application/write-back/write-back.ts';
import type { WriteBackMessage } from '../../../shared/contracts/messages.ts';
import { answerOfStora, type Debtor, startDebtor } from './debtor.ts';

const done = { kind: 'done' };
let debtor: Debtor;

beforeEach(async () => {
  debtor = await startDebtor();
});

function receivedAgain(...messages: WriteBackMessage[]) {
  return writeBack(
    messages.map((message) => ({ message, receiveCount: 2 })),
    debtor.ports,
  );
}

const forbidden = async () => answerOfStora(403, 'forbidden');

describe('a right that Stora does not give', () => {
  it('waits once, for it may be a slip', async () => {
    const message = debtor.oweMetadata(0);
    debtor.meets(forbidden);

    expect(await debtor.writeBack([message])).toMatchObject([{ kind: 'deferred' }]);
  });

  it('holds up nobody the second time, and the debt stands', async () => {
    const messages = [debtor.oweMetadata(0), debtor.oweMetadata(1)];
    debtor.meets(forbidden, forbidden);

    expect(await receivedAgain(...messages)).toEqual([done, done]);

    expect(debtor.links.all().map(({ owed }) => owed)).toEqual([
      [{ what: 'metadata' }],
      [{ what: 'metadata' }],
    ]);
    expect(debtor.log.counts.get('SourceLacks')).toBe(1);
    expect(debtor.log.counts.get('MetadataGivenUp')).toBeUndefined();
  });

  it('costs nobody a wait any more once it is known', async () => {
    const messages = [debtor.oweMetadata(0), debtor.oweMetadata(1)];
    debtor.meets(forbidden, forbidden, forbidden);
    await receivedAgain(...messages.slice(0, 1));

    expect(await debtor.writeBack(messages)).toEqual([done, done]);
  });
});

describe('a timeline that is not set up', () => {
  it('keeps neither metadata nor the queue waiting, and its notes stay owed', async () => {
    debtor.stora.settings.absent.timeline = ['sources'];
    const messages = [debtor.oweNotes('posted'), debtor.oweMetadata(0)];

    expect(await debtor.writeBack(messages)).toEqual([done, done]);

    expect(await debtor.metadata(debtor.contactIds[0] ?? '')).toEqual({
      'rollerdoor:xero': 'xero-contact-0',
    });
    expect(debtor.link()?.owed).toMatchObject([{ what: 'timeline', note: 'posted' }]);
  });
});
