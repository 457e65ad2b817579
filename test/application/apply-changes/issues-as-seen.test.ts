import { beforeEach, describe, expect, it } from 'vitest';
import { retryIssue } from '../../../shared/application/issues/retry-issue.ts';
import type { Issue } from '../../../shared/contracts/issue-items.ts';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import { RecordingChangeQueue } from '../../fakes/recording-queues.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

let pipeline: Pipeline;
let issue: Issue;
let retry: ChangeMessage[];

/** An invoice is parked, its cause is gone, and a person presses "try again". */
beforeEach(async () => {
  pipeline = await startPipeline();
  await pipeline.press('month-end-run', { count: 1 });
  await pipeline.pressXero('lock-date', { periodLockDay: '2026-12-31' });
  await pipeline.settle();
  await pipeline.pressXero('lock-date', { periodLockDay: '2026-03-31' });
  pipeline.clock.advance(6 * 60_000);
  const [raised] = await pipeline.stores.issues.list('acorn');
  if (raised === undefined) throw new Error('There is no issue.');
  issue = raised;
  const queue = new RecordingChangeQueue();
  await retryIssue({ ...pipeline.ports, queues: { xero: queue } }, issue, 'operator');
  retry = queue.messages();
});

const open = async () =>
  (await pipeline.stores.issues.list('acorn')).map(({ sourceId, times }) => ({ sourceId, times }));

/** What another worker does right after this one has looked at the open issues. */
function meanwhile(act: () => Promise<unknown>): void {
  const { issues } = pipeline.stores;
  const listWith = issues.listWith.bind(issues);
  issues.listWith = async (...asked) => {
    issues.listWith = listWith;
    const listed = await listWith(...asked);
    await act();
    return listed;
  };
}

function raiseAgain(): Promise<void> {
  const { raisedAt: _raisedAt, times: _times, ...raised } = issue;
  return pipeline.stores.issues.raise(raised);
}

describe('an issue whose record went through', () => {
  it('is gone', async () => {
    expect(await pipeline.apply(retry)).toMatchObject([{ outcome: { kind: 'applied' } }]);

    expect(await open()).toEqual([]);
  });

  it('stays where a third worker raises it once more for a newer state', async () => {
    meanwhile(raiseAgain);

    await pipeline.apply(retry);

    expect(await open()).toEqual([{ sourceId: issue.sourceId, times: issue.times + 1 }]);
  });

  it('stays where a third worker has judged a newer state and is about to raise it', async () => {
    const { links } = pipeline.stores;
    meanwhile(async () => {
      const link = await links.get(issue);
      const judgedVersion = { at: '2027-01-01T00:00:00Z', rank: 3, fingerprint: 'newer' };
      if (link !== undefined) await links.save({ ...link, judgedVersion });
    });

    await pipeline.apply(retry);

    expect(await open()).toEqual([{ sourceId: issue.sourceId, times: issue.times }]);
  });

  it('lets its change come back where nobody can look at the open issues', async () => {
    pipeline.stores.issues.faults.failNext('listWith', new Error('The table is busy.'));

    expect(await pipeline.apply(retry)).toMatchObject([{ kind: 'deferred' }]);
    expect(await open()).toHaveLength(1);
    await pipeline.apply(retry);
    expect(await open()).toEqual([]);
  });

  it('is gone when a plain event comes once more after a worker that died before its look', async () => {
    const [message] = retry;
    if (message === undefined) throw new Error('There is no message.');
    const event = { ...message, eventType: 'invoice.finalized', eventId: 'event-1' };
    pipeline.stores.issues.faults.failNext('listWith', new Error('The table is busy.'));

    await pipeline.apply([event]);
    expect(await open()).toHaveLength(1);
    await pipeline.apply([event], 2);

    expect(await open()).toEqual([]);
  });

  it('is gone where what followed from its batch failed, and each change was tried alone', async () => {
    const [message] = retry;
    if (message === undefined) throw new Error('There is no message.');
    const event = { ...message, eventType: 'invoice.finalized', eventId: 'event-1' };
    const other = { ...event, sourceId: 'inv_other', eventId: 'event-2' };
    pipeline.stores.issues.faults.failNext('listWith', new Error('The table is busy.'));

    await pipeline.apply([event, other]);

    expect((await open()).map(({ sourceId }) => sourceId)).toEqual(['inv_other']);
  });

  it('stays where a plain event only tells once more what stood before', async () => {
    const [message] = retry;
    if (message === undefined) throw new Error('There is no message.');
    await pipeline.apply(retry);
    await raiseAgain();

    await pipeline.apply([{ ...message, eventType: 'invoice.finalized', eventId: 'event-1' }]);

    expect(await open()).toHaveLength(1);
  });
});
