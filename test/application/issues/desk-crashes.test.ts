import { describe, expect, it } from 'vitest';
import { acceptCause } from '../../../shared/application/issues/accept-cause.ts';
import { acceptIssue, reopenIssue } from '../../../shared/application/issues/accept-issue.ts';
import { postDifferently } from '../../../shared/application/issues/post-differently.ts';
import { isAccepted } from '../../../shared/domain/issues/acceptance.ts';
import { InMemorySettingsVersions } from '../../fakes/in-memory-settings-versions.ts';
import { CrashPlan, survives } from '../disconnect/crash-plan.ts';
import { startWakingWorld } from './waking-world.ts';

const operatorId = 'acorn';
const pointsAtMost = 60;

/** Two invoices whose code the ledger does not know. */
async function deskWorld() {
  const world = await startWakingWorld();
  const { contact } = await world.press('new-booking', {
    full_name: 'Grace Hopper',
    email: 'grace@example.com',
  });
  await world.work();
  for (const _invoice of [1, 2])
    await world.press('special-invoice', { contactId: contact.id, accountingCode: 'RENT' });
  await world.work();
  const settingsVersions = new InMemorySettingsVersions();
  const depsWith = (plan = new CrashPlan(-1)) => ({
    ...world.ports,
    issues: plan.around('port', world.stores.issues),
    activities: plan.around('port', world.stores.activities),
    connections: plan.around('port', world.stores.connections),
    settings: plan.around('port', world.stores.settings),
    settingsVersions: plan.around('port', settingsVersions),
    queues: { xero: plan.around('queue', world.changes) },
    catalogueOf: () => world.ports.ledgers.xero().catalogue.read(),
  });
  return { world, depsWith };
}

type Desk = Awaited<ReturnType<typeof deskWorld>>;

/** Dies at every call in turn, then is pressed again, or not; what stands in the end. */
async function everyDeath(
  act: (desk: Desk, plan?: CrashPlan) => Promise<unknown>,
  check: (desk: Desk) => Promise<void>,
) {
  let points = 0;
  for (let at = 0; at < pointsAtMost; at += 1) {
    const desk = await deskWorld();
    const plan = new CrashPlan(at);
    const survived = await survives(plan, () => act(desk, plan));
    if (survived) break;
    points += 1;
    await act(desk);
    await check(desk);
  }
  expect(points).toBeGreaterThan(2);
  expect(points).toBeLessThan(pointsAtMost);
}

describe('a worker that dies at any step', () => {
  it('of leaving a record as it is', async () => {
    await everyDeath(
      async ({ world, depsWith }, plan) => {
        const [issue] = await world.stores.issues.list(operatorId);
        if (issue === undefined) throw new Error('Nothing waits.');
        return acceptIssue(depsWith(plan), { key: issue, reason: 'By hand.' }, 'operator');
      },
      async ({ world }) => {
        const issues = await world.stores.issues.list(operatorId);
        expect(issues.filter(isAccepted)).toHaveLength(1);
        const told = await world.stores.activities.latest(operatorId, 50);
        expect(told.some(({ type }) => type === 'issue.accepted')).toBe(true);
      },
    );
  });

  it('of leaving all of a cause as they are', async () => {
    const whole = { operatorId, target: 'xero', cause: 'account_unknown' } as const;
    await everyDeath(
      ({ depsWith }, plan) =>
        acceptCause(depsWith(plan), { ...whole, reason: 'By hand.' }, 'operator'),
      async ({ world }) => {
        expect((await world.stores.issues.list(operatorId)).filter(isAccepted)).toHaveLength(2);
        const told = await world.stores.activities.latest(operatorId, 50);
        expect(told.some(({ type }) => type === 'issues.accepted')).toBe(true);
      },
    );
  });

  it('of putting it back', async () => {
    await everyDeath(
      async ({ world, depsWith }, plan) => {
        const [issue] = await world.stores.issues.list(operatorId);
        if (issue === undefined) throw new Error('Nothing waits.');
        if (plan !== undefined)
          await acceptIssue(depsWith(), { key: issue, reason: 'By hand.' }, 'operator');
        return reopenIssue(depsWith(plan), issue, 'operator');
      },
      async ({ world }) => {
        expect((await world.stores.issues.list(operatorId)).filter(isAccepted)).toEqual([]);
      },
    );
  });

  it('of posting differently: one version, and each document once', async () => {
    const asked = { operatorId, target: 'xero', cause: 'account_unknown' } as const;
    await everyDeath(
      ({ depsWith }, plan) =>
        postDifferently(depsWith(plan), { ...asked, code: 'RENT', value: '200' }, 'operator'),
      async ({ world }) => {
        await world.work();
        await world.sweep();
        await world.work();
        expect(await world.causes()).toEqual([]);
        expect((await world.xeroState()).invoices).toHaveLength(3);
        expect((await world.stores.settings.get(operatorId, 'xero'))?.version).toBe(1);
      },
    );
  });
});
