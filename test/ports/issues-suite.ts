import { beforeEach, expect, it } from 'vitest';
import type { Issue } from '../../shared/contracts/stored-items.ts';
import type { Issues } from '../../shared/ports/issues.ts';
import { anIssue } from '../builders/an-issue.ts';

function raised(overrides: Partial<Issue> = {}): Omit<Issue, 'raisedAt' | 'times'> {
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
}
