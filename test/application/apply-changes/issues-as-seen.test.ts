import { beforeEach, describe, expect, it } from 'vitest';
import { applyChanges } from '../../../shared/application/apply-changes/apply-changes.ts';
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

  it.each([
    {
      what: 'nobody could look at the open issues',
      fail: () => pipeline.stores.issues.faults.failNext('listWith', new Error('It is busy.')),
    },
    {
      what: 'the queue of write-backs was away',
      fail: () => {
        const { writeBacks } = pipeline;
        const sendAll = writeBacks.sendAll.bind(writeBacks);
        writeBacks.sendAll = async () => {
          writeBacks.sendAll = sendAll;
          throw new Error('The queue is away.');
        };
      },
    },
  ])('is gone once its change was worked again where $what', async ({ fail }) => {
    pipeline.changes.messages();
    await pipeline.press('pay-all');
    await pipeline.deliver();
    const paid = pipeline.changes
      .messages()
      .filter(({ kind }) => kind === 'invoice')
      .slice(-1);
    fail();

    const [first] = await pipeline.apply(paid);
    if (first?.kind === 'deferred')
      await applyChanges(
        paid.map((message) => ({ message, receiveCount: 2 })),
        pipeline.ports,
      );

    expect(await pipeline.stores.links.get(issue)).toMatchObject({ targetId: expect.any(String) });
    expect(await open()).toEqual([]);
  });
});
