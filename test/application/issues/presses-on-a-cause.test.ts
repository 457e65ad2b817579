import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { DynamoIssues } from '../../../shared/adapters/dynamodb/issues.ts';
import { keys } from '../../../shared/adapters/dynamodb/keys.ts';
import { acceptCause, reopenCause } from '../../../shared/application/issues/accept-cause.ts';
import { openOfCause } from '../../../shared/application/issues/of-cause.ts';
import { retryCause } from '../../../shared/application/issues/retry-issue.ts';
import type { Issue } from '../../../shared/contracts/issue-items.ts';
import { isAccepted } from '../../../shared/domain/issues/acceptance.ts';
import type { IssueSearch, Issues } from '../../../shared/ports/issues.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperatorId as operatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';
import { InMemoryActivities } from '../../fakes/in-memory-activities.ts';
import { InMemoryConnections } from '../../fakes/in-memory-connections.ts';
import { InMemoryIssues } from '../../fakes/in-memory-issues.ts';
import { RecordingChangeQueue } from '../../fakes/recording-queues.ts';
import { type LocalTable, useDynalite } from '../../support/dynalite-table.ts';

const newTable = useDynalite();
const causes = [
  'account_unknown',
  'account_archived',
  'account_missing',
  'locked_period',
  'amount_mismatch',
];
const wish = { operatorId, target: 'xero', cause: 'locked_period' } as const;
const reason = 'Agreed with the bookkeeper.';

/** So many issues, their causes in turn. */
function manyIssues(count: number): Issue[] {
  return Array.from({ length: count }, (_, index) =>
    anIssue({ sourceId: `inv_${index}`, cause: causes[index % causes.length] ?? '', state: 's' }),
  );
}

function depsOf(issues: Issues) {
  const connections = new InMemoryConnections();
  connections.seed(aConnection({ operatorId, provider: 'stora', epoch: 1 }));
  const changes = new RecordingChangeQueue();
  return {
    issues,
    connections,
    changes,
    activities: new InMemoryActivities(),
    queues: { xero: changes },
    clock: new FakeClock('2026-12-08T09:00:00.000Z'),
    crypto: new FakeCrypto(),
  };
}

async function withMany(count: number) {
  const issues = new InMemoryIssues();
  for (const { raisedAt: _at, times: _times, ...issue } of manyIssues(count))
    await issues.raise(issue);
  return { ...depsOf(issues), memory: issues };
}

describe('what a press on a cause reads', () => {
  it('is one query of the table where 500 issues of five causes wait', async () => {
    const local = await newTable();
    await putAll(local, manyIssues(500));
    const reads = countReads(local);
    const deps = depsOf(new DynamoIssues(local));

    expect(await retryCause(deps, wish, 'operator')).toEqual({ answer: 'queued', records: 100 });
    expect(reads.splice(0)).toEqual(['QueryCommand']);
    expect(await acceptCause(deps, { ...wish, reason }, 'operator')).toEqual({
      answer: 'accepted',
      records: 100,
    });
    expect(reads.splice(0)).toEqual(['QueryCommand']);
  });

  it('ends with what it needs, and after fifty thousand rows in any case', async () => {
    const { memory } = await withMany(2_000);
    const searches: IssueSearch[] = [];
    const issues = (search: Issues['search']) => ({
      search: (owner: string, asked: IssueSearch) => {
        searches.push(asked);
        return search(owner, asked);
      },
    });
    const found = issues((owner, asked) => memory.search(owner, asked));
    const endless = issues(async () => ({ issues: [], next: 'more' }));

    expect(await openOfCause(found, wish, { atMost: 300 })).toHaveLength(300);
    expect(searches.splice(0)).toHaveLength(1);
    expect(await openOfCause(endless, wish, { atMost: 300 })).toEqual([]);
    expect(searches.reduce((sum, { readAtMost }) => sum + readAtMost, 0)).toBe(50_000);
  });

  it('reaches what is behind ten thousand others', async () => {
    const deps = await withMany(11_000);
    const behind = { ...wish, cause: 'tax_unknown' };
    for (const sourceId of ['inv_x1', 'inv_x2']) {
      const issue = anIssue({ sourceId, cause: behind.cause, state: 's' });
      const { raisedAt: _at, times: _times, ...raised } = issue;
      await deps.issues.raise(raised);
    }

    expect(await retryCause(deps, behind, 'operator')).toEqual({ answer: 'queued', records: 2 });
    expect(await acceptCause(deps, { ...behind, reason }, 'operator')).toEqual({
      answer: 'accepted',
      records: 2,
    });
    expect(await reopenCause(deps, behind, 'operator')).toEqual({
      answer: 'reopened',
      records: 2,
    });
  });
});

describe('trying all of a cause again', () => {
  it('sends the first 300 in the order of trying, whatever the order of the table', async () => {
    const deps = await withMany(0);
    const { cause } = wish;
    const days = Array.from({ length: 310 }, (_, index) => new Date(Date.UTC(2025, 0, 1 + index)));
    const raise = async (overrides: Partial<Issue>) => {
      const { raisedAt: _at, times: _times, ...issue } = anIssue({ cause, ...overrides });
      await deps.issues.raise(issue);
    };
    // The later the day, the earlier in the table; and credit notes before all of them.
    for (const [index, day] of days.entries()) {
      const issuedAt = day.toISOString();
      await raise({ sourceId: `inv_${999 - index}`, issuedAt });
      await raise({ kind: 'credit_note', sourceId: `cn_${index}`, issuedAt });
    }

    expect(await retryCause(deps, wish, 'operator')).toEqual({ answer: 'queued', records: 300 });

    const sent = deps.changes.sent.map(({ message }) => message.sourceId);
    expect(sent).toEqual(Array.from({ length: 300 }, (_, index) => `inv_${999 - index}`));
  });
});

describe('leaving all of a cause as they are', () => {
  it('keeps each with the reason, others wait on, and one activity tells of it', async () => {
    const deps = await withMany(25);

    expect(await acceptCause(deps, { ...wish, reason: ` ${reason} ` }, 'operator')).toEqual({
      answer: 'accepted',
      records: 5,
    });

    const accepted = (await deps.issues.list(operatorId)).filter(isAccepted);
    expect(accepted.map(({ cause }) => cause)).toEqual(Array(5).fill('locked_period'));
    expect(accepted[0]?.accepted).toMatchObject({ by: 'operator', reason, state: 's' });
    expect(await deps.activities.latest(operatorId, 10)).toMatchObject([
      {
        type: 'issues.accepted',
        actor: 'operator',
        detail: { target: 'xero', cause: 'locked_period', records: 5, reason },
      },
    ]);
    expect(await acceptCause(deps, { ...wish, reason }, 'operator')).toEqual({
      answer: 'no_such_issue',
      records: 0,
    });
  });

  it('is 300 with one press, and then the others', async () => {
    const deps = await withMany(2_000);
    const press = async () => (await acceptCause(deps, { ...wish, reason }, 'partner')).records;

    expect([await press(), await press(), await press()]).toEqual([300, 100, 0]);
  });

  it('means what the person saw: what was judged since waits on', async () => {
    const deps = await withMany(10);
    const [seen = anIssue()] = await deps.issues.list(operatorId);
    const { raisedAt: _at, times: _times, ...issue } = seen;
    const later = '2026-12-08T08:59:00.000Z';
    await deps.issues.raise({ ...issue, cause: wish.cause, sourceId: 'inv_3', lastSeenAt: later });

    const seenAt = '2026-12-08T08:58:00.000Z';
    expect(await acceptCause(deps, { ...wish, reason, seenAt }, 'operator')).toMatchObject({
      records: 1,
    });
  });

  it('wants a reason', async () => {
    const deps = await withMany(5);

    expect(await acceptCause(deps, { ...wish, reason: '  ' }, 'operator')).toEqual({
      answer: 'no_reason',
      records: 0,
    });
    expect(await deps.activities.latest(operatorId, 10)).toEqual([]);
  });

  it('is taken back for one of them, or for all', async () => {
    const deps = await withMany(25);
    await acceptCause(deps, { ...wish, reason }, 'operator');

    expect(await reopenCause(deps, wish, 'partner')).toEqual({ answer: 'reopened', records: 5 });

    expect((await deps.issues.list(operatorId)).filter(isAccepted)).toEqual([]);
    expect((await deps.activities.latest(operatorId, 1))[0]).toMatchObject({
      type: 'issues.reopened',
      detail: { records: 5 },
    });
  });
});

async function putAll({ client, name }: LocalTable, issues: Issue[]): Promise<void> {
  for (let start = 0; start < issues.length; start += 25) {
    const requests = issues
      .slice(start, start + 25)
      .map((issue) => ({ PutRequest: { Item: { ...keys.issue(issue), ...issue } } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [name]: requests } }));
  }
}

/** The names of the commands that read, as they are sent. */
function countReads({ client }: LocalTable): string[] {
  const reads: string[] = [];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        if (/Query|Get|Scan/.test(commandName)) reads.push(commandName);
        return next(args);
      },
    { step: 'initialize' },
  );
  return reads;
}
