import { describe, expect, it } from 'vitest';
import { bringBack, sweepAside } from '../../../shared/application/resting/bring-back.ts';
import { switchPosting } from '../../../shared/application/settings/switch-posting.ts';
import { startPipeline } from '../../support/pipeline.ts';
import { CrashPlan, survives } from '../disconnect/crash-plan.ts';

const owner = { operatorId: 'acorn', target: 'xero', by: 'Ada' } as const;
/** More than any way through has. */
const pointsAtMost = 60;

/** An operator with a few changes aside, or with none, whose switch dies at a point. */
async function diedAt(at: number, wish: { isOn: boolean; hasChanges: boolean }) {
  const posting = { isOn: !wish.isOn };
  const pipeline = await startPipeline({ settings: { posting } });
  const { ports, clock, changes } = pipeline;
  if (wish.hasChanges) {
    await pipeline.press('month-end-run', { count: 2 });
    await pipeline.settle();
  }
  const plan = new CrashPlan(at);
  const deps = {
    ...ports,
    settings: plan.around('settings', ports.settings),
    aside: plan.around('aside', ports.aside),
    activities: plan.around('activities', ports.activities),
    asideQueues: { xero: plan.around('queue', changes) },
  };
  const isAlive = await survives(plan, async () => {
    await switchPosting(deps, { ...owner, isOn: wish.isOn });
    if (wish.isOn) await bringBack(deps, owner.operatorId);
  });
  const healed = { ...ports, asideQueues: { xero: changes } };
  const sweep = async () => {
    clock.advance(5 * 60_000);
    await sweepAside(healed, clock.nowEpochMs() + 60_000);
  };
  const isSwitched = async () =>
    (await ports.settings.get('acorn', 'xero'))?.posting?.isOn === wish.isOn;
  const told = () => ports.activities.all().filter(({ type }) => type.startsWith('posting.'));
  return { ...pipeline, plan, isAlive, sweep, isSwitched, told, deps: healed };
}

describe.each([
  { isOn: true, hasChanges: true },
  { isOn: true, hasChanges: false },
  { isOn: false, hasChanges: true },
])('a switch (%o) that dies', (wish) => {
  it('is as if it had never been pressed, or is told once and brings all back by itself', async () => {
    let points = 0;
    for (let at = 0; at < pointsAtMost; at += 1) {
      const world = await diedAt(at, wish);
      if (world.isAlive && world.plan.diedAt === undefined) break;
      points += 1;
      await world.sweep();
      const where = world.plan.diedAt;
      if (!(await world.isSwitched())) {
        expect({ where, told: world.told().length }).toEqual({ where, told: 0 });
        // Whoever presses again gets what they wanted.
        await switchPosting(world.deps, { ...owner, isOn: wish.isOn });
        await world.sweep();
      }
      expect({ where, told: world.told().length }).toEqual({ where, told: 1 });
      if (!wish.isOn) continue;
      await world.workAside();
      const { invoices } = await world.xeroState();
      const left = world.stores.aside.allMarks().length;
      expect({ where, posted: invoices.length, left }).toEqual({
        where,
        posted: wish.hasChanges ? 2 : 0,
        left: 0,
      });
    }
    expect(points).toBeGreaterThan(9);
  });
});
