import { describe, expect, it } from 'vitest';
import { applyChanges } from '../../../shared/application/apply-changes/apply-changes.ts';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import { oneByOne } from '../../support/one-by-one.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

/** A run of three invoices; at the link of one, every worker does as the test says. */
async function startWithCulprit(at: 'get' | 'save', does: () => Promise<never>) {
  const pipeline = await startPipeline();
  await pipeline.press('month-end-run', { count: 3 });
  await pipeline.deliver();
  const messages = pipeline.changes.messages();
  const invoices = [...new Set(messages.filter(isInvoice).map(({ sourceId }) => sourceId))];
  const culprit = invoices[1] ?? '';
  const { links } = pipeline.stores;
  const { get, save } = { get: links.get.bind(links), save: links.save.bind(links) };
  let begun = 0;
  const meet = () => {
    begun += 1;
    return does();
  };
  if (at === 'get') {
    links.get = (key) => (key.sourceId === culprit ? meet() : get(key));
    oneByOne(links);
  } else links.save = (link) => (link.sourceId === culprit ? meet() : save(link));
  return { pipeline, messages, culprit, begun: () => begun };
}

function isInvoice({ kind }: ChangeMessage): boolean {
  return kind === 'invoice';
}

/** One receive of what is left; 'died' when the worker never answers. */
async function receive(pipeline: Pipeline, messages: ChangeMessage[], receiveCount: number) {
  const received = messages.map((message) => ({ message, receiveCount }));
  let isOver = false;
  const results = applyChanges(received, pipeline.ports).finally(() => {
    isOver = true;
  });
  for (let turns = 0; turns < 500 && !isOver; turns += 1)
    await new Promise((resolve) => setImmediate(resolve));
  return isOver ? results : 'died';
}

/** Receives until all is acknowledged; returns how many workers died. */
async function work(pipeline: Pipeline, all: ChangeMessage[]): Promise<number> {
  let left = all;
  let deaths = 0;
  for (let receiveCount = 1; left.length > 0; receiveCount += 1) {
    if (receiveCount > 30) throw new Error('It never ends.');
    const results = await receive(pipeline, left.slice(0, 10), receiveCount);
    if (results === 'died') {
      deaths += 1;
      pipeline.clock.advance(90_000);
      continue;
    }
    const first = results.findIndex(({ kind }) => kind === 'deferred');
    left = left.slice(first < 0 ? results.length : first);
    const wait = results[first];
    if (wait?.kind === 'deferred') pipeline.clock.advance(wait.retryAfterSeconds * 1_000);
  }
  return deaths;
}

const messagesOfIssues = async (pipeline: Pipeline) =>
  (await pipeline.stores.issues.list('acorn')).map(({ sourceId, cause, message }) => ({
    sourceId,
    cause,
    message,
  }));

describe('a change on which every worker dies', () => {
  it('is parked after five tries, and everything beside it is posted', async () => {
    const never = () => new Promise<never>(() => {});
    const { pipeline, messages, culprit, begun } = await startWithCulprit('save', never);
    const ofCulprit = messages.filter(({ sourceId }) => sourceId === culprit).length;

    const deaths = await work(pipeline, messages);

    expect(await messagesOfIssues(pipeline)).toEqual([
      {
        sourceId: culprit,
        cause: 'unexpected',
        message: 'Something unexpected happened with this record (tried 5 times without an end).',
      },
    ]);
    expect((await pipeline.xeroState()).invoices).toHaveLength(2);
    expect(deaths).toBeLessThanOrEqual(5 * ofCulprit);
    expect(begun()).toBeLessThanOrEqual(5 * ofCulprit);
    expect(pipeline.stores.tries.all().map(({ tries }) => tries)).toEqual([{}]);
  });
});

describe('a change that fails in a way that nobody foresaw', () => {
  it('is parked at its fifth try, and everything beside it is posted', async () => {
    const fail = () => Promise.reject(new TypeError('x is not a function'));
    const { pipeline, messages, culprit } = await startWithCulprit('save', fail);

    expect(await work(pipeline, messages)).toBe(0);

    expect(await messagesOfIssues(pipeline)).toEqual([
      {
        sourceId: culprit,
        cause: 'unexpected',
        message: 'Something unexpected happened with this record.',
      },
    ]);
    expect((await pipeline.xeroState()).invoices).toHaveLength(2);
  });

  it('is parked even when its link cannot be read at all', async () => {
    const fail = () => Promise.reject(new Error('Malformed item.'));
    const { pipeline, messages, culprit } = await startWithCulprit('get', fail);

    expect(await work(pipeline, messages)).toBe(0);

    expect(await messagesOfIssues(pipeline)).toMatchObject([{ sourceId: culprit }]);
    expect((await pipeline.xeroState()).invoices).toHaveLength(2);
    expect(pipeline.log.of('change.parked_without_audit').length).toBeGreaterThan(0);
  });

  it('is not parked for the waits before its first failure', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.deliver();
    const messages = pipeline.changes.messages();
    // Together and alone, each time with what the records need and without it.
    for (let reads = 1; reads <= 4; reads += 1)
      pipeline.stores.links.faults.failNext('getMany', new TypeError('x is not a function'));

    const results = await receive(pipeline, messages, 400);

    expect(results).toMatchObject(messages.map(() => ({ kind: 'deferred' })));
    expect(results).toMatchObject([{ reason: 'unforeseen', retryAfterSeconds: 40 }, {}]);
    expect(await messagesOfIssues(pipeline)).toEqual([]);
  });
});
