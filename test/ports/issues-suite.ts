import { beforeEach, expect, it } from 'vitest';
import type { Issues, RaisedIssue } from '../../shared/ports/issues.ts';
import { anIssue } from '../builders/an-issue.ts';

function raised(overrides: Partial<RaisedIssue> = {}): RaisedIssue {
  const { raisedAt: _raisedAt, times: _times, ...issue } = anIssue(overrides);
  return issue;
}

const later = '2026-11-30T10:00:00.000Z';

/** What every store of issues does: one issue per record, counted. */
export function issuesSuite(make: () => Promise<Issues>): void {
  let issues: Issues;
  beforeEach(async () => {
    issues = await make();
  });

  it('raises an issue that counts one', async () => {
    await issues.raise(raised());

    expect(await issues.list(anIssue().operatorId)).toEqual([anIssue()]);
  });

  it('counts an issue once more and keeps when it was raised', async () => {
    await issues.raise(raised());
    await issues.raise(raised({ lastSeenAt: later }));

    expect(await issues.list(anIssue().operatorId)).toEqual([
      anIssue({ lastSeenAt: later, times: 2 }),
    ]);
  });

  it('shows the latest cause, without the label of the earlier one', async () => {
    await issues.raise(raised());
    const { label: _label, ...unlabelled } = raised({ cause: 'locked_period', message: 'Locked.' });
    await issues.raise(unlabelled);

    const [issue] = await issues.list(anIssue().operatorId);
    expect(issue).toMatchObject({ cause: 'locked_period', message: 'Locked.', times: 2 });
    expect(issue).not.toHaveProperty('label');
  });

  it('counts every one of many simultaneous raises', async () => {
    await Promise.all(Array.from({ length: 5 }, () => issues.raise(raised())));

    expect((await issues.list(anIssue().operatorId))[0]?.times).toBe(5);
  });

  it('lists the issues of one operator, latest seen first', async () => {
    await issues.raise(raised());
    await issues.raise(raised({ sourceId: 'inv_0002', lastSeenAt: later }));
    await issues.raise(raised({ operatorId: 'somebody-else' }));

    const listed = await issues.list(anIssue().operatorId);

    expect(listed.map(({ sourceId }) => sourceId)).toEqual(['inv_0002', 'inv_0001']);
  });

  it('gives the issues of one operator page by page, and nothing behind a place that is none', async () => {
    for (const sourceId of ['inv_3', 'inv_1', 'inv_2']) await issues.raise(raised({ sourceId }));
    await issues.raise(raised({ operatorId: 'somebody-else' }));
    const idsOf = (page: { issues: Array<{ sourceId: string }> }) =>
      page.issues.map(({ sourceId }) => sourceId);

    const first = await issues.page(anIssue().operatorId, undefined, 2);
    expect(idsOf(first)).toEqual(['inv_1', 'inv_2']);
    const second = await issues.page(anIssue().operatorId, first.next, 2);
    expect(idsOf(second)).toEqual(['inv_3']);
    expect(second.next).toBeUndefined();

    const nowhere = await issues.page(anIssue().operatorId, 'CONNECTION#xero', 2);
    expect(nowhere).toEqual({ issues: [], next: undefined });
  });
}

/** What every store of issues does for pages of one cause, and of more issues than a page reads. */
export function searchedIssuesSuite(make: () => Promise<Issues>): void {
  let issues: Issues;
  beforeEach(async () => {
    issues = await make();
  });
  const { operatorId } = anIssue();
  const isWanted = ({ cause }: { cause: string }) => cause === 'locked_period';
  const search = async (after: string | undefined, atMost: number, readAtMost: number) => {
    const page = await issues.search(operatorId, { after, atMost, readAtMost, isWanted });
    return { ids: page.issues.map(({ sourceId }) => sourceId), next: page.next };
  };

  it('gives those that are wanted page by page, and goes on behind the last', async () => {
    const causes = ['locked_period', 'amount_mismatch', 'locked_period', 'locked_period'];
    for (const [at, cause] of causes.entries())
      await issues.raise(raised({ sourceId: `inv_${at}`, cause }));
    await issues.raise(raised({ operatorId: 'somebody-else', cause: 'locked_period' }));

    const first = await search(undefined, 2, 100);
    expect(first.ids).toEqual(['inv_0', 'inv_2']);
    const second = await search(first.next, 2, 100);
    expect(second).toEqual({ ids: ['inv_3'], next: undefined });
    expect(await search('CONNECTION#xero', 2, 100)).toEqual({ ids: [], next: undefined });
  });

  it('stops where it has read as many as it may, and goes on there', async () => {
    for (const at of [0, 1, 2, 3])
      await issues.raise(raised({ sourceId: `inv_${at}`, cause: 'amount_mismatch' }));
    await issues.raise(raised({ sourceId: 'inv_4', cause: 'locked_period' }));

    const first = await search(undefined, 2, 3);
    expect(first.ids).toEqual([]);
    expect(await search(first.next, 2, 3)).toEqual({ ids: ['inv_4'], next: undefined });
  });

  it('keeps what was counted, the latest', async () => {
    expect(await issues.summary(operatorId)).toBeUndefined();
    const counted = { operatorId, groups: [], sites: ['Quay'], accepted: 3 };
    await issues.putSummary({ ...counted, countedAt: later });
    await issues.putSummary({ ...counted, accepted: 4, countedAt: later });

    expect(await issues.summary(operatorId)).toEqual({ ...counted, accepted: 4, countedAt: later });
    expect(await issues.list(operatorId)).toEqual([]);
  });
}

/** What every store of issues does for a batch whose records went through. */
export function resolvedIssuesSuite(make: () => Promise<Issues>): void {
  let issues: Issues;
  beforeEach(async () => {
    issues = await make();
  });

  it('forgets an issue that was resolved, and starts anew when it comes back', async () => {
    await issues.raise(raised());
    await issues.resolve(anIssue());
    expect(await issues.list(anIssue().operatorId)).toEqual([]);

    await issues.raise(raised({ lastSeenAt: later }));

    expect(await issues.list(anIssue().operatorId)).toEqual([
      anIssue({ raisedAt: later, lastSeenAt: later }),
    ]);
  });

  it('resolves what was never an issue without complaint', async () => {
    await issues.raise(raised());

    await issues.resolve(anIssue({ kind: 'contact' }));

    expect(await issues.list(anIssue().operatorId)).toEqual([anIssue()]);
  });

  it('resolves an issue as it was seen, once', async () => {
    await issues.raise(raised());
    await issues.noteWoken(anIssue(), { wokenAt: later });

    expect(await issues.resolveAsSeen(anIssue())).toBe(true);
    expect(await issues.get(anIssue())).toBeUndefined();
    expect(await issues.resolveAsSeen(anIssue())).toBe(false);
  });

  it('leaves an issue that was raised once more since it was seen, or anew', async () => {
    await issues.raise(raised());
    await issues.raise(raised());
    expect(await issues.resolveAsSeen(anIssue())).toBe(false);
    await issues.resolve(anIssue());
    await issues.raise(raised({ lastSeenAt: later }));

    expect(await issues.resolveAsSeen(anIssue())).toBe(false);
    expect(await issues.get(anIssue())).toMatchObject({ raisedAt: later, times: 1 });
  });

  it('lists so many at the most, but in any case those that are asked for', async () => {
    const { operatorId } = anIssue();
    for (const sourceId of ['inv_1', 'inv_2', 'inv_3', 'inv_9'])
      await issues.raise(raised({ sourceId }));
    await issues.raise(raised({ operatorId: 'somebody-else', sourceId: 'inv_9' }));
    const wanted = [anIssue({ sourceId: 'inv_9' }), anIssue({ sourceId: 'inv_0' })];

    const idsOf = async (atMost: number) =>
      (await issues.listWith(wanted, { operatorId, atMost })).map(({ sourceId }) => sourceId);
    expect((await idsOf(9)).sort()).toEqual(['inv_1', 'inv_2', 'inv_3', 'inv_9']);
    const few = await idsOf(2);
    expect(few).toContain('inv_9');
    expect(few.length).toBeLessThan(4);
  });
}

/** What every store of issues does for those whose cause may be gone. */
export function wokenIssuesSuite(make: () => Promise<Issues>): void {
  let issues: Issues;
  beforeEach(async () => {
    issues = await make();
  });

  it('hands out what stood for a record when it is resolved, and nothing the second time', async () => {
    await issues.raise(raised());

    expect(await issues.get(anIssue())).toEqual(anIssue());
    expect(await issues.resolve(anIssue())).toEqual(anIssue());
    expect(await issues.resolve(anIssue())).toBeUndefined();
    expect(await issues.get(anIssue())).toBeUndefined();
  });

  it('keeps when and why an issue was sent again, also when it comes back', async () => {
    await issues.raise(raised());
    await issues.noteWoken(anIssue(), { wokenAt: later, wokenFacts: 'facts' });
    await issues.noteWoken(anIssue(), { wokenAt: later, wokenState: 'state' });
    await issues.raise(raised({ lastSeenAt: later }));

    expect(await issues.get(anIssue())).toEqual(
      anIssue({
        lastSeenAt: later,
        times: 2,
        wokenAt: later,
        wokenFacts: 'facts',
        wokenState: 'state',
      }),
    );
  });

  it('puts nothing in the place of an issue that is gone when it is noted as sent', async () => {
    await issues.noteWoken(anIssue(), { wokenAt: later });

    expect(await issues.list(anIssue().operatorId)).toEqual([]);
  });

  it('keeps what a document belongs to, and forgets it when the next issue does not say', async () => {
    await issues.raise(raised({ contactId: 'con_1', invoiceId: 'inv_9', day: '2026-11-30' }));
    expect(await issues.get(anIssue())).toMatchObject({ contactId: 'con_1', invoiceId: 'inv_9' });

    await issues.raise(raised());

    expect(await issues.get(anIssue())).toEqual(anIssue({ times: 2 }));
  });
}

/** What every store of issues does with those that a person leaves as they are. */
export function acceptedIssuesSuite(make: () => Promise<Issues>): void {
  let issues: Issues;
  beforeEach(async () => {
    issues = await make();
  });
  const { cause } = anIssue();
  const accepted = { at: later, by: 'operator', reason: 'Entered by hand.', cause, state: 'abc' };

  it('notes what a person accepted, keeps it when the issue comes back, and takes it back', async () => {
    await issues.raise(raised({ state: 'abc', amountMinor: 12_000, currency: 'GBP' }));
    const seen = anIssue({ state: 'abc', amountMinor: 12_000, currency: 'GBP' });
    expect(await issues.accept(seen, accepted)).toBe(true);
    expect(await issues.get(anIssue())).toEqual({ ...seen, accepted });

    await issues.raise(raised({ state: 'def' }));
    const again = anIssue({ state: 'def', times: 2 });
    expect(await issues.get(anIssue())).toEqual({ ...again, accepted });
    expect(await issues.list(anIssue().operatorId)).toEqual([{ ...again, accepted }]);

    expect(await issues.accept(again, undefined)).toBe(true);
    expect(await issues.get(anIssue())).toEqual(again);
  });

  it('notes nothing where the issue was raised once more since it was seen, or is gone', async () => {
    await issues.raise(raised());
    await issues.raise(raised());
    expect(await issues.accept(anIssue(), accepted)).toBe(false);
    await issues.resolve(anIssue());

    expect(await issues.accept(anIssue({ times: 2 }), accepted)).toBe(false);
    expect(await issues.get(anIssue())).toBeUndefined();
  });

  it('hands out what was accepted when the issue is resolved, and forgets it with it', async () => {
    await issues.raise(raised());
    await issues.accept(anIssue(), accepted);

    expect(await issues.resolve(anIssue())).toMatchObject({ accepted });
    await issues.raise(raised());
    expect(await issues.get(anIssue())).toEqual(anIssue());
  });
}

/** What every store of issues does so that their causes are looked after. */
export function issueWatchSuite(make: () => Promise<Issues>): void {
  let issues: Issues;
  beforeEach(async () => {
    issues = await make();
  });
  const { operatorId, lastSeenAt } = anIssue();
  const raisedEpochMs = Date.parse(lastSeenAt);
  const due = (afterMs: number) => issues.watched(raisedEpochMs + afterMs, 10);

  it('watches an operator from the raising of an issue on, and again when told', async () => {
    await issues.raise(raised());
    expect(await due(0)).toEqual([]);
    const watch = { operatorId, raisedAt: lastSeenAt };
    expect(await due(1)).toEqual([watch]);

    await issues.watchNext(watch, raisedEpochMs + 5_000);
    expect(await due(5_000)).toEqual([]);
    expect(await due(5_001)).toEqual([watch]);

    await issues.watchNext(watch, undefined);
    expect(await due(3_600_000)).toEqual([]);

    await issues.watchNow(operatorId, later);
    expect(await issues.watched(Date.parse(later) + 1, 10)).toEqual([
      { operatorId, raisedAt: later },
    ]);
  });

  it('does not forget an operator for whom another issue was raised meanwhile', async () => {
    await issues.raise(raised());
    const [watch] = await due(1);
    await issues.raise(raised({ sourceId: 'inv_0002', lastSeenAt: later }));
    if (watch !== undefined) await issues.watchNext(watch, undefined);

    expect(await issues.watched(Date.parse(later) + 1, 10)).toEqual([
      { operatorId, raisedAt: later },
    ]);
  });
}
