import { describe, expect, it } from 'vitest';
import { acceptIssue, reopenIssue } from '../../../shared/application/issues/accept-issue.ts';
import { retryCause } from '../../../shared/application/issues/retry-issue.ts';
import { isAccepted, standOf } from '../../../shared/domain/issues/acceptance.ts';
import { startWakingWorld, type WakingWorld } from './waking-world.ts';

const operatorId = 'acorn';
const reason = 'Entered by hand.';

async function theIssue(world: WakingWorld) {
  const [issue] = await world.stores.issues.list(operatorId);
  if (issue === undefined) throw new Error('Nothing is parked.');
  return issue;
}

/** One invoice of a locked period. */
async function heldByLock() {
  const world = await startWakingWorld();
  await world.pressXero('lock-date', { periodLockDay: '2026-12-31' });
  await world.press('month-end-run', { count: 1 });
  await world.work();
  return { world, issue: await theIssue(world) };
}

describe('a record that a person leaves as it is', () => {
  it('has what a page shows of it', async () => {
    const { issue } = await heldByLock();

    expect(issue).toMatchObject({
      cause: 'locked_period',
      fact: '2026-11-30',
      currency: 'GBP',
      label: 'ACORN-0001',
      customer: expect.stringMatching(/\w+ \w+/),
      site: expect.stringMatching(/\w+/),
      issuedAt: expect.stringMatching(/^2026-11-30/),
      state: expect.stringMatching(/^[0-9a-f]{16,}/),
    });
    expect(issue.amountMinor).toBeGreaterThan(0);
  });

  it('goes from the list, is tried no more, and is not raised anew for the same', async () => {
    const { world, issue } = await heldByLock();
    const wish = { key: issue, reason: `  ${reason} `, seen: standOf(issue) };
    expect(await acceptIssue(world.ports, wish, 'operator')).toBe('accepted');
    expect(await acceptIssue(world.ports, wish, 'operator')).toBe('accepted');

    const accepted = await theIssue(world);
    expect(isAccepted(accepted)).toBe(true);
    expect(accepted.accepted).toMatchObject({ by: 'operator', reason, cause: 'locked_period' });
    const retry = { operatorId, target: 'xero', cause: 'locked_period' } as const;
    expect(await retryCause(world.retrying, retry, 'operator')).toMatchObject({ records: 0 });
    await world.pressXero('lock-date', { periodLockDay: '2026-03-31' });
    for (const _sweep of [1, 2, 3]) await world.sweep();
    expect(world.retries()).toEqual([]);

    // The same event once more: the lock is back, and so is the cause.
    await world.pressXero('lock-date', { periodLockDay: '2026-12-31' });
    world.clock.advance(6 * 60_000);
    await world.apply(world.changes.messages());
    const again = await theIssue(world);
    expect(again.times).toBeGreaterThan(1);
    expect(isAccepted(again)).toBe(true);
  });

  it('is said once in the activities, with the reason and by whom', async () => {
    const { world, issue } = await heldByLock();
    await acceptIssue(world.ports, { key: issue, reason }, 'partner');
    await acceptIssue(world.ports, { key: issue, reason }, 'partner');

    const told = (await world.stores.activities.latest(operatorId, 50)).filter(
      ({ type }) => type === 'issue.accepted',
    );
    expect(told).toMatchObject([
      { actor: 'partner', detail: { number: 'ACORN-0001', cause: 'locked_period', reason } },
    ]);
  });

  it('waits for somebody again when the document changes, or fails for another cause', async () => {
    const { world, issue } = await heldByLock();
    await acceptIssue(world.ports, { key: issue, reason }, 'operator');

    await world.press('pay', { invoiceId: issue.sourceId });
    await world.work();

    const changed = await theIssue(world);
    expect(changed).toMatchObject({ cause: 'locked_period', accepted: { reason } });
    expect(isAccepted(changed)).toBe(false);
  });

  it('waits for somebody again when the person says so, and then goes by itself', async () => {
    const { world, issue } = await heldByLock();
    await acceptIssue(world.ports, { key: issue, reason }, 'operator');
    await world.pressXero('lock-date', { periodLockDay: '2026-03-31' });
    await world.sweep();

    expect(await reopenIssue(world.ports, issue, 'operator')).toBe('reopened');
    expect(await reopenIssue(world.ports, issue, 'operator')).toBe('reopened');
    await world.sweep();
    await world.work();

    expect(await world.stores.issues.list(operatorId)).toEqual([]);
    expect((await world.xeroState()).invoices).toHaveLength(1);
  });

  it('is not accepted unseen, without a reason, or when it is gone', async () => {
    const { world, issue } = await heldByLock();
    const accept = (wish: { reason: string; seen?: string }) =>
      acceptIssue(world.ports, { key: issue, ...wish }, 'operator');

    expect(await accept({ reason: '  ' })).toBe('no_reason');
    expect(await accept({ reason, seen: 'account_unknown|abc' })).toBe('changed');
    await world.stores.issues.resolve(issue);
    expect(await accept({ reason })).toBe('no_such_issue');
    expect(await reopenIssue(world.ports, issue, 'operator')).toBe('no_such_issue');
  });

  it('is not accepted over a judgement that came between look and press', async () => {
    const { world, issue } = await heldByLock();
    const { issues } = world.stores;
    const get = issues.get.bind(issues);
    issues.get = async (key) => {
      const found = await get(key);
      const { raisedAt: _raised, times: _times, accepted: _accepted, ...raised } = issue;
      await issues.raise({ ...raised, cause: 'account_archived' });
      return found;
    };

    expect(await acceptIssue(world.ports, { key: issue, reason }, 'operator')).toBe('changed');
    expect((await theIssue(world)).accepted).toBeUndefined();
  });
});
