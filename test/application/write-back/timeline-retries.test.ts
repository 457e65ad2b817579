import { beforeEach, describe, expect, it } from 'vitest';
import type { WriteBackMessage } from '../../../shared/contracts/messages.ts';
import { ProviderError } from '../../../shared/domain/errors/errors.ts';
import {
  answerIsLost,
  answerOfStora,
  type Debtor,
  type Fault,
  gatewayFails,
  isLimited,
  isLost,
  startDebtor,
  storaFails,
  storaFailsAfterwards,
} from './debtor.ts';

let debtor: Debtor;
let message: WriteBackMessage;
beforeEach(async () => {
  debtor = await startDebtor();
  message = debtor.oweNotes('posted');
});

/** Hands the message out until it is acknowledged, as the queue does. */
async function workUntilDone(): Promise<number> {
  for (let rounds = 1; rounds <= 40; rounds += 1) {
    const [result] = await debtor.writeBack([message]);
    if (result?.kind === 'done') return rounds;
    debtor.clock.advance((result?.retryAfterSeconds ?? 0) * 1_000 + 1_000);
  }
  throw new Error('It never ends.');
}

const keys = () => debtor.writes.map(({ key }) => key);
const bodies = () => debtor.writes.map(({ body }) => body);

describe('a note without an answer', () => {
  it.each([
    ['it got lost on its way', isLost],
    ['its answer got lost', answerIsLost],
  ])('is sent again with the same key and bytes when %s: one event', async (_name, fault) => {
    debtor.meets(fault);

    const [first] = await debtor.writeBack([message]);
    expect(first).toEqual({ kind: 'deferred', reason: 'no_answer', retryAfterSeconds: 20 });
    await workUntilDone();

    expect(keys()).toHaveLength(2);
    expect(new Set(keys()).size).toBe(1);
    expect(new Set(bodies()).size).toBe(1);
    expect(await debtor.events()).toHaveLength(1);
  });

  it('goes again unchanged and alone when more notes came in meanwhile', async () => {
    debtor.meets(answerIsLost);
    await debtor.writeBack([message]);
    debtor.addDebt(debtor.note('voided'));

    await workUntilDone();

    const [sent, again] = bodies();
    expect(again).toBe(sent);
    const texts = (await debtor.events()).map(({ description }) => description);
    expect(texts).toEqual(['Note posted.', 'Note voided.']);
    expect(new Set(keys()).size).toBe(2);
  });
});

describe('a note that the limiter stopped', () => {
  it('waits as long as it is told and goes out under a new key', async () => {
    debtor.meets(isLimited(45));

    const [first] = await debtor.writeBack([message]);
    expect(first).toMatchObject({ kind: 'deferred', reason: 'rate_limited' });
    expect(first).toHaveProperty('retryAfterSeconds', expect.closeTo(45, -1));
    expect(await debtor.events()).toEqual([]);
    await workUntilDone();

    expect(new Set(keys()).size).toBe(2);
    expect(await debtor.events()).toHaveLength(1);
  });

  it('is never let go for that', async () => {
    debtor.meets(...Array.from({ length: 6 }, () => isLimited(5)));

    await workUntilDone();

    expect(await debtor.events()).toHaveLength(1);
    expect(debtor.log.counts.get('TimelineEventGivenUp')).toBeUndefined();
  });
});

describe('a note without an answer whose repeat is stopped', () => {
  it('keeps its key: the first one may have been written', async () => {
    debtor.meets(answerIsLost, isLimited(30), isLimited(5));

    await workUntilDone();

    expect(keys()).toHaveLength(4);
    expect(new Set(keys()).size).toBe(1);
    expect(await debtor.events()).toHaveLength(1);
  });

  it('gets a new key once Stora has forgotten the old one', async () => {
    debtor.meets(isLost);
    await debtor.writeBack([message]);
    const link = debtor.link();
    const effect = link?.effects['timeline:posted'];
    if (link === undefined || effect === undefined) throw new Error('Nothing is journaled.');
    const sentAtEpochMs = effect.sentAtEpochMs - 23 * 3_600_000;
    debtor.links.seed({ ...link, effects: { 'timeline:posted': { ...effect, sentAtEpochMs } } });

    await workUntilDone();

    expect(new Set(keys()).size).toBe(2);
  });

  it('gets a new key when it would say something else, for that is another request', async () => {
    debtor.meets(isLost);
    await debtor.writeBack([message]);
    const link = debtor.link();
    if (link === undefined) throw new Error('There is no link.');
    debtor.links.seed({ ...link, targetId: 'xero-invoice-2' });

    await workUntilDone();

    expect(new Set(keys()).size).toBe(2);
    expect(new Set(bodies()).size).toBe(2);
  });
});

describe('a note without an answer whose repeat cannot be prepared', () => {
  it('keeps its key: what failed was not the note', async () => {
    debtor.meets(answerIsLost);
    await debtor.writeBack([message]);
    const effect = debtor.link()?.effects['timeline:posted'];
    const failed = new ProviderError({
      provider: 'stora',
      status: 503,
      code: 'no_error_body',
      canRetryHelp: true,
      effect: 'unknown',
    });
    const source = debtor.ports.sourceFor();
    const prepare = source.prepareTimeline.bind(source);
    source.prepareTimeline = async () => {
      source.prepareTimeline = prepare;
      throw failed;
    };

    expect(await debtor.writeBack([message])).toMatchObject([{ reason: 'no_error_body' }]);
    expect(debtor.link()?.effects['timeline:posted']).toEqual(effect);
    await workUntilDone();

    expect(new Set(keys()).size).toBe(1);
    expect(await debtor.events()).toHaveLength(1);
  });
});

describe('a note that Stora answers with an error', () => {
  const faults = () => debtor.stora.settings.faults;

  beforeEach(async () => {
    // The ids of timeline source and template are known, so that only the note itself can fail.
    await debtor.writeBack([debtor.oweNotes('earlier')]);
    message = debtor.oweNotes('posted');
    debtor.writes.length = 0;
  });

  it('is tried under a new key, because the old one would get the old error', async () => {
    faults().serverErrors = 1;
    const [first] = await debtor.writeBack([message]);
    expect(first).toMatchObject({ kind: 'deferred', reason: 'internal_server_error' });
    faults().serverErrors = 0;

    await workUntilDone();

    expect(new Set(keys()).size).toBe(2);
    expect(texts(await debtor.events())).toEqual(['Note earlier.', 'Note posted.']);
  });

  it('is let go after two errors, either of which may have come after the fact', async () => {
    debtor.meets(storaFails, storaFails);

    expect(await workUntilDone()).toBe(3);

    expect(new Set(keys()).size).toBe(2);
    expect(debtor.link()).toMatchObject({ owed: [], effects: {} });
    expect(debtor.log.of('timeline_note.given_up')).toMatchObject([
      { level: 'error', facts: { operatorId: 'acorn', sourceId: 'inv_0001' } },
    ]);
    expect(debtor.log.counts.get('TimelineEventGivenUp')).toBe(1);
    expect(texts(await debtor.events())).toEqual(['Note earlier.']);
  });

  it('is kept while Stora is down altogether, however long', async () => {
    faults().serverErrors = 1;
    for (let receives = 1; receives <= 8; receives += 1) {
      const [result] = await debtor.writeBack([message]);
      expect(result).toMatchObject({ kind: 'deferred', reason: 'internal_server_error' });
      debtor.clock.advance(60_000);
    }
    faults().serverErrors = 0;

    await workUntilDone();

    expect(keys()).toHaveLength(2);
    expect(texts(await debtor.events())).toEqual(['Note earlier.', 'Note posted.']);
    expect(debtor.log.counts.get('TimelineEventGivenUp')).toBeUndefined();
  });

  it('has a stored error that comes once more counted once', async () => {
    const link = () => debtor.link()?.effects['timeline:posted'];
    const sameError = () =>
      Response.json(
        { error: { code: 'api_error', message: 'No.', request_id: 'req_1', details: [] } },
        { status: 500 },
      );
    debtor.meets(
      async () => sameError(),
      async () => sameError(),
    );

    await debtor.writeBack([message]);
    expect(link()).toMatchObject({ state: 'failed', refusals: 1, lastRequestId: 'req_1' });
    await debtor.writeBack([message]);
    expect(link()).toMatchObject({ state: 'failed', refusals: 1, generation: 1 });
  });

  it('keeps to itself while new notes come in', async () => {
    debtor.meets(storaFails);
    await debtor.writeBack([message]);
    debtor.addDebt(debtor.note('voided'), debtor.link());

    await workUntilDone();

    expect(texts(await debtor.events())).toEqual(['Note earlier.', 'Note posted.', 'Note voided.']);
  });

  it('is let go after three errors when its contact is gone', async () => {
    debtor.stora.world.operators.get('acorn')?.tables.contacts.delete(debtor.contactIds[0] ?? '');

    await workUntilDone();

    expect(debtor.log.counts.get('TimelineEventGivenUp')).toBe(1);
  });

  it('counts only errors: what got lost between them does not end it', async () => {
    debtor.meets(storaFails, isLost, isLost, isLimited(5), isLost);

    await workUntilDone();

    expect(texts(await debtor.events())).toEqual(['Note earlier.', 'Note posted.']);
  });
});

describe('a note that something in front of Stora answers', () => {
  const isUnreadable: Fault = async (_request, answer) => {
    await answer();
    return new Response('<h1>502</h1>', { status: 502 });
  };
  const isChallenged: Fault = async () => new Response('Checking your browser', { status: 403 });
  const isForbidden: Fault = async () => answerOfStora(403, 'forbidden');

  it.each([
    ['refused the first one', [gatewayFails]],
    ['covered the first one, which was written', [isUnreadable]],
    ['refused the repeat of one that was written', [answerIsLost, gatewayFails]],
    ['covered both', [isUnreadable, isUnreadable]],
    ['challenged the repeat', [answerIsLost, isChallenged]],
    ['let the repeat through to a grant without the right', [answerIsLost, isForbidden]],
  ])('goes again under its key when a gateway %s: one event', async (_name, faults) => {
    debtor.meets(...faults);

    await workUntilDone();

    expect(keys()).toHaveLength(faults.length + 1);
    expect(new Set(keys()).size).toBe(1);
    expect(texts(await debtor.events())).toEqual(['Note posted.']);
  });

  it('is never let go for that', async () => {
    debtor.meets(...Array.from({ length: 8 }, () => gatewayFails));

    await workUntilDone();

    expect(texts(await debtor.events())).toEqual(['Note posted.']);
    expect(debtor.log.counts.get('TimelineEventGivenUp')).toBeUndefined();
  });

  it('doubles at most where Stora itself failed after it had written the event', async () => {
    debtor.meets(storaFailsAfterwards, answerIsLost, gatewayFails);

    await workUntilDone();

    expect(new Set(keys()).size).toBe(2);
    expect(await debtor.events()).toHaveLength(2);
  });
});

describe('a worker that dies', () => {
  /** Before: the save never happened. After: it did, and nobody was told. */
  const deaths = [1, 2, 3].flatMap((at) => [
    { at, when: 'before' as const },
    { at, when: 'after' as const },
  ]);

  it.each(deaths)('$when save $at of the link leaves exactly one event', async ({ at, when }) => {
    dieAt(at, when);

    await workUntilDone();

    expect(texts(await debtor.events())).toEqual(['Note posted.']);
    expect(debtor.link()).toMatchObject({ owed: [], effects: {} });
  });

  it.each(deaths)(
    '$when save $at of the link, after an answer was lost, leaves exactly one event',
    async ({ at, when }) => {
      debtor.meets(answerIsLost);
      dieAt(at, when);

      await workUntilDone();

      expect(texts(await debtor.events())).toEqual(['Note posted.']);
    },
  );

  it.each(deaths)(
    '$when save $at of the link, after an error that is replayed, leaves exactly one event',
    async ({ at, when }) => {
      await debtor.writeBack([debtor.oweNotes('earlier')]);
      message = debtor.oweNotes('posted');
      const { faults } = debtor.stora.settings;
      debtor.meets(async (_request, answer) => {
        faults.serverErrors = 1;
        const response = await answer();
        faults.serverErrors = 0;
        return response;
      });
      dieAt(at, when);

      await workUntilDone();

      expect(texts(await debtor.events())).toEqual(['Note earlier.', 'Note posted.']);
    },
  );
});

/** Makes one save of a link fail, counted from now. */
function dieAt(at: number, when: 'before' | 'after'): void {
  const save = debtor.links.save.bind(debtor.links);
  let saves = 0;
  debtor.links.save = async (link) => {
    saves += 1;
    if (saves !== at) return save(link);
    if (when === 'after') await save(link);
    throw new Error('The process died.');
  };
}

function texts(events: Array<{ description: string }>): string[] {
  return events.map(({ description }) => description);
}
