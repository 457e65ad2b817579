import { describe, expect, it } from 'vitest';
import { acceptDifference } from '../../../shared/application/differences/accept-difference.ts';
import { lookAtLedgers } from '../../../shared/application/differences/look-at-ledgers.ts';
import { watchLedgers } from '../../../shared/application/differences/watch-ledgers.ts';
import { startPipeline } from '../../support/pipeline.ts';
import { CrashPlan, survives } from '../disconnect/crash-plan.ts';

const minuteMs = 60_000;
const operatorId = 'acorn';
const pointsAtMost = 40;

/** Two posted invoices, one edited and one voided by hand, in a ledger whose look is due. */
async function editedBooks() {
  const pipeline = await startPipeline();
  const { clock, ports, stores } = pipeline;
  await watchLedgers(ports, await stores.connections.list(operatorId));
  await pipeline.press('month-end-run', { count: 2 });
  await pipeline.settle();
  const [first, second] = (await pipeline.storaState()).invoices;
  await pipeline.pressXero('edit-invoice', { number: first.number, amount: '1.00' });
  await pipeline.pressXero('void-invoice', { number: second.number });
  clock.advance(5 * minuteMs);
  await stores.ledgerWatches.lookBy({ operatorId, target: 'xero' }, clock.nowEpochMs());
  const deps = (plan = new CrashPlan(-1)) => ({
    ...ports,
    ledgers: { xero: () => ports.ledgerFor() },
    differences: plan.around('port', stores.differences),
    ledgerWatches: plan.around('port', stores.ledgerWatches),
    activities: plan.around('port', stores.activities),
    links: plan.around('port', stores.links),
  });
  const shown = async () => (await stores.differences.page(operatorId, undefined, 100)).differences;
  const noted = (type: string) => stores.activities.all().filter((one) => one.type === type);
  const look = (plan?: CrashPlan) => lookAtLedgers(deps(plan), clock.nowEpochMs() + 60 * minuteMs);
  return { pipeline, deps, shown, noted, look };
}

describe('a worker that dies at any step', () => {
  it('of a look: the next one finds each difference, and notes it once', async () => {
    let points = 0;
    for (let at = 0; at < pointsAtMost; at += 1) {
      const { look, shown, noted, pipeline } = await editedBooks();
      const plan = new CrashPlan(at);
      if (await survives(plan, () => look(plan))) break;
      points += 1;
      for (let tick = 0; tick < 3; tick += 1) {
        pipeline.clock.advance(5 * minuteMs);
        await look();
      }
      const died = `died at ${at}, ${plan.diedAt}`;
      expect((await shown()).map(({ what }) => what).sort(), died).toEqual(['edited', 'voided']);
      expect(noted('difference.found'), died).toHaveLength(2);
    }
    expect(points).toBeGreaterThan(8);
    expect(points).toBeLessThan(pointsAtMost);
  });

  it('of an acceptance: it is never there without a note of it, and pressing again does it once', async () => {
    let points = 0;
    for (let at = 0; at < pointsAtMost; at += 1) {
      const { look, shown, noted, deps } = await editedBooks();
      await look();
      const [difference] = await shown();
      if (difference === undefined) throw new Error('Nothing differs.');
      const wish = { standing: difference.standing, actor: 'operator' };
      const plan = new CrashPlan(at);
      const survived = await survives(plan, () => acceptDifference(deps(plan), difference, wish));
      const isAccepted = (await shown())[0]?.accepted !== undefined;
      const died = `died at ${at}, ${plan.diedAt}`;
      expect(isAccepted && noted('difference.accepted').length === 0, died).toBe(false);
      expect(await acceptDifference(deps(), difference, wish), died).toBe('accepted');
      if (survived) {
        expect(noted('difference.accepted')).toHaveLength(1);
        break;
      }
      points += 1;
    }
    expect(points).toBeGreaterThan(3);
    expect(points).toBeLessThan(pointsAtMost);
  });
});
