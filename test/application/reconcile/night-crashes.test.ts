import { describe, expect, it } from 'vitest';
import { startNights } from '../../../shared/application/reconcile/start-nights.ts';
import { startPipeline } from '../../support/pipeline.ts';
import {
  lost,
  nightOf,
  proofOf,
  startNightOf,
  workAsked,
  workThrough,
} from '../../support/worked-nights.ts';
import { CrashPlan, survives } from '../disconnect/crash-plan.ts';

const pointsAtMost = 200;

/** Two posted invoices, and one of which nobody told, in a night that has just begun. */
async function lostOne() {
  const pipeline = await startPipeline({ settings: { historyNotes: false } });
  await pipeline.press('month-end-run', { count: 2 });
  await pipeline.settle();
  await lost(pipeline, () => pipeline.press('month-end-run', { count: 1 }));
  pipeline.clock.advance(3_600_000);
  await startNightOf(pipeline);
  return pipeline;
}

/** What a worker has that dies at a point of the plan. */
function dying(pipeline: Awaited<ReturnType<typeof lostOne>>, plan: CrashPlan) {
  const { stores, ports } = pipeline;
  return {
    ...ports,
    nights: plan.around('nights', stores.nights),
    monthProofs: plan.around('monthProofs', stores.monthProofs),
    activities: plan.around('activities', stores.activities),
    nightQueue: plan.around('nightQueue', ports.nightQueue),
    queues: { xero: plan.around('changes', ports.queues.xero) },
  };
}

describe('a worker that dies at any step of a night', () => {
  it('is followed by another, and what was lost is brought over once', async () => {
    let points = 0;
    // What is between two calls is nothing: to die after one is to die before the next.
    for (let at = 1; at < pointsAtMost; at += 2) {
      const pipeline = await lostOne();
      const plan = new CrashPlan(at);
      const ports = dying(pipeline, plan);
      const isThrough = await survives(plan, () =>
        workThrough(pipeline, {
          ports: () => (plan.diedAt === undefined ? ports : pipeline.ports),
        }),
      );
      const died = `died at ${at}, ${plan.diedAt}`;
      // A message may be lost with its worker: the schedule asks for the step again.
      pipeline.clock.advance(20 * 60_000);
      await startNights(pipeline.ports, pipeline.clock.nowEpochMs() + 60_000);
      await workThrough(pipeline);
      await workAsked(pipeline);

      expect(await nightOf(pipeline), died).toMatchObject({
        ...{ status: 'done', found: { missing: 1 }, repaired: 1, unexplainedMinor: 0 },
      });
      expect((await pipeline.xeroState()).invoices, died).toHaveLength(3);
      const told = pipeline.stores.activities.all().map(({ type }) => type);
      expect(
        told.filter((type) => type === 'night.repaired'),
        died,
      ).toHaveLength(1);
      expect(
        told.filter((type) => type === 'night.done'),
        died,
      ).toHaveLength(1);
      expect(await pipeline.stores.nights.latest('acorn', 'xero', 9), died).toHaveLength(1);
      if (isThrough) break;
      points += 1;
    }
    expect(points).toBeGreaterThan(20);
    expect(points).toBeLessThan(pointsAtMost);
  }, 60_000);

  it('is followed by one who keeps what was compared, though what was sent has been applied since', async () => {
    const pipeline = await startPipeline({ settings: { historyNotes: false } });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const { invoices } = await pipeline.storaState();
    await lost(pipeline, () => pipeline.press('void', { invoiceId: invoices[0].id }));
    pipeline.clock.advance(3_600_000);
    await startNightOf(pipeline);
    const plan = new CrashPlan(1);
    const { ports } = pipeline;
    const dies = { ...ports, queues: { xero: plan.around('changes', ports.queues.xero) } };
    await workThrough(pipeline, {
      ports: () => (plan.diedAt === undefined ? dies : ports),
      before: async () => {
        if (plan.diedAt !== undefined) await workAsked(pipeline);
        return false;
      },
    });

    expect(plan.diedAt).toBe('after changes.sendAll');
    expect(await nightOf(pipeline)).toMatchObject({ status: 'done', found: { webhook_lost: 1 } });
    const { mismatches } = await proofOf(pipeline, '2026-11');
    expect(mismatches.map((one) => one.class)).toEqual(['webhook_lost']);
  });
});
