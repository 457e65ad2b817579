import { describe, expect, it } from 'vitest';
import { applyChanges } from '../../../shared/application/apply-changes/apply-changes.ts';
import { sweepWriteBacks } from '../../../shared/application/write-back/sweep-write-backs.ts';
import { describeActivity } from '../../../shared/domain/portal/activity-words.ts';
import { RecordingChangeQueue } from '../../fakes/recording-queues.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

const minuteMs = 60_000;

const isNote = (request: Request) => request.method === 'PUT' && /\/History/.test(request.url);

type Refusal = () => Response;
const refusals: Array<[string, Refusal]> = [
  ['a 403', () => new Response('', { status: 403 })],
  ['a 400 of the call', () => Response.json({ Message: 'No.' }, { status: 400 })],
  [
    'an error of the element',
    () =>
      Response.json({
        HistoryRecords: [
          { StatusAttributeString: 'ERROR', ValidationErrors: [{ Message: 'No.' }] },
        ],
      }),
  ],
];

/** An invoice whose note is refused so often, and then is not. */
async function refusedNote(refuse: Refusal, times: number) {
  let refused = 0;
  const pipeline = await startPipeline({
    intercept: async (request, answer) => {
      if (!isNote(request) || refused >= times) return answer();
      refused += 1;
      return refuse();
    },
  });
  await pipeline.press('month-end-run', { count: 1 });
  await pipeline.settle();
  return { pipeline, refused: () => refused };
}

/** The sweep runs every five minutes for so long, and what it sends is worked. */
async function sweepFor(pipeline: Pipeline, hours: number) {
  const until = pipeline.clock.nowEpochMs() + hours * 60 * minuteMs;
  while (pipeline.clock.nowEpochMs() < until) {
    pipeline.clock.advance(5 * minuteMs);
    const queue = new RecordingChangeQueue();
    const deps = { ...pipeline.ports, queues: { xero: queue } };
    await sweepWriteBacks(deps, pipeline.clock.nowEpochMs() + minuteMs);
    for (const message of queue.messages()) await pipeline.apply([message]);
  }
}

async function notes(pipeline: Pipeline): Promise<number> {
  const { invoices } = await pipeline.xeroState();
  return invoices[0].history.filter(({ changes }: { changes: string }) => changes === 'Note')
    .length;
}

const told = ({ stores }: Pipeline) =>
  stores.activities.all().filter(({ detail }) => String(detail.writes).includes('history'));

const owed = ({ stores }: Pipeline) => stores.links.all().flatMap(({ owed: debts }) => debts);

describe.each(refusals)('a history note that met %s once', (_what, refuse) => {
  it('holds up nothing, is owed, and written within a quarter of an hour', async () => {
    const { pipeline } = await refusedNote(refuse, 1);
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
    expect(owed(pipeline)).toMatchObject([{ what: 'history', refusals: 1 }]);
    expect(told(pipeline)).toEqual([]);

    await sweepFor(pipeline, 0.25);

    expect(await notes(pipeline)).toBe(1);
    expect(owed(pipeline)).toEqual([]);
    expect(told(pipeline)).toHaveLength(1);
  });
});

describe('a history note that is refused for good', () => {
  it('is given up after eight tries, and the operator can read that', async () => {
    const { pipeline, refused } = await refusedNote(() => new Response('', { status: 403 }), 1_000);

    await sweepFor(pipeline, 24 * 8);

    expect(refused()).toBe(8);
    expect(owed(pipeline)).toEqual([]);
    expect(pipeline.log.counts.get('HistoryNoteGivenUp')).toBe(1);
    const [activity] = pipeline.stores.activities
      .all()
      .filter(({ type }) => type === 'history_note.given_up');
    expect(activity && describeActivity(activity)).toContain('refused the note in its history');
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
  });

  it('is not begun anew by the next change of its document', async () => {
    const { pipeline, refused } = await refusedNote(() => new Response('', { status: 403 }), 1_000);
    await sweepFor(pipeline, 24 * 8);

    await pipeline.press('pay-all');
    await pipeline.settle();

    expect(refused()).toBe(8);
    expect((await pipeline.xeroState()).payments).toHaveLength(1);
  });
});

describe('a history note that was asked for every hour while nothing could be sent', () => {
  it('is tried once, and the refusal counts once', async () => {
    const { pipeline, refused } = await refusedNote(() => new Response('', { status: 403 }), 1_000);
    const queue = new RecordingChangeQueue();
    const deps = { ...pipeline.ports, queues: { xero: queue } };
    for (let hour = 0; hour < 12; hour += 1) {
      pipeline.clock.advance(hour === 0 ? 10 * minuteMs : 60 * minuteMs);
      await sweepWriteBacks(deps, pipeline.clock.nowEpochMs() + minuteMs);
    }
    expect(queue.messages()).toHaveLength(12);

    await pipeline.apply(queue.messages());

    expect(refused()).toBe(2);
    expect(owed(pipeline)).toMatchObject([{ what: 'history', refusals: 2 }]);
  });
});

describe('a history note that the ledger breaks on each time', () => {
  it('is owed after three tries, and written when the ledger is well', async () => {
    const { pipeline } = await refusedNote(() => new Response('', { status: 500 }), 3);
    expect(owed(pipeline)).toMatchObject([{ what: 'history', refusals: 1 }]);

    await sweepFor(pipeline, 0.5);

    expect(await notes(pipeline)).toBe(1);
    expect(owed(pipeline)).toEqual([]);
  });
});

describe('an owed note whose message comes to no end', () => {
  it('parks no document, and stays owed', async () => {
    const { pipeline } = await refusedNote(() => new Response('', { status: 403 }), 1);
    const queue = new RecordingChangeQueue();
    pipeline.clock.advance(10 * minuteMs);
    const deps = { ...pipeline.ports, queues: { xero: queue } };
    await sweepWriteBacks(deps, pipeline.clock.nowEpochMs() + minuteMs);
    const { links } = pipeline.stores;
    const get = links.get.bind(links);
    links.get = () => Promise.reject(new TypeError('x is not a function'));
    for (let receiveCount = 2; receiveCount < 10; receiveCount += 1) {
      const received = queue.messages().map((message) => ({ message, receiveCount }));
      const [result] = await applyChanges(received, pipeline.ports);
      if (result?.kind === 'done') break;
    }
    links.get = get;

    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
    expect(owed(pipeline)).toMatchObject([{ what: 'history', refusals: 1 }]);
    expect(pipeline.log.counts.get('OwedNotePutOff')).toBe(1);
  });
});

describe('a history note whose answer was lost before the operator turned notes off', () => {
  it('is looked up and told, and written once', async () => {
    let isLost = false;
    const turnOff = async () => {
      const settings = await pipeline.stores.settings.get('acorn', 'xero');
      if (settings) await pipeline.stores.settings.put({ ...settings, historyNotes: false });
    };
    const pipeline: Pipeline = await startPipeline({
      intercept: async (request, answer) => {
        if (!isNote(request) || isLost) return answer();
        isLost = true;
        await answer();
        await turnOff();
        throw new TypeError('fetch failed');
      },
    });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();

    expect(isLost).toBe(true);
    expect(await notes(pipeline)).toBe(1);
    expect(told(pipeline)).toHaveLength(1);
  });
});
