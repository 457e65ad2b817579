import { describe, expect, it } from 'vitest';
import {
  loadDocumentsOfCause,
  loadIssueGroups,
} from '../../../shared/application/issues/show-issues.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { InMemoryIssues } from '../../fakes/in-memory-issues.ts';

async function world(count: number) {
  const issues = new InMemoryIssues();
  for (let n = 0; n < count; n += 1) {
    const { raisedAt: _at, times: _times, ...issue } = anIssue({ sourceId: `inv_${n}` });
    await issues.raise(issue);
  }
  return { issues, clock: new FakeClock('2026-12-01T09:00:00.000Z') };
}

describe('the documents of a cause', () => {
  it('are told page by page, each once', async () => {
    const deps = await world(130);
    const key = { target: 'xero', cause: 'account_missing' } as const;
    const page = (after: string | undefined) =>
      loadDocumentsOfCause(deps, anOperatorId, { key, filter: {}, after });

    const first = await page(undefined);
    const second = await page(first.next);
    const third = await page(second.next);

    const pages = [first, second, third];
    expect(pages.map(({ issues }) => issues.length)).toEqual([50, 50, 30]);
    expect(third.next).toBeUndefined();
    const told = pages.flatMap(({ issues }) => issues.map(({ sourceId }) => sourceId));
    expect(new Set(told).size).toBe(130);
  });

  it('are only the open ones', async () => {
    const deps = await world(2);
    const [issue = anIssue()] = await deps.issues.list(anOperatorId);
    const accepted = { at: 'now', by: 'operator', reason: 'So.', cause: issue.cause };
    await deps.issues.accept(issue, accepted);

    const key = { target: 'xero', cause: 'account_missing' } as const;
    const wanted = { key, filter: {}, after: undefined };
    expect((await loadDocumentsOfCause(deps, anOperatorId, wanted)).issues).toHaveLength(1);
    expect((await loadIssueGroups(deps, anOperatorId)).issues).toHaveLength(2);
  });
});
