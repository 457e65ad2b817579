import { describe, expect, it } from 'vitest';
import { runSeed } from './run-seed.ts';
import { drawPlan, type Plan } from './world/plan.ts';

describe('a simulated run', () => {
  it('is the same twice, event for event', async () => {
    const [one, other] = [await runSeed(12), await runSeed(12)];

    expect(other.traceHash).toBe(one.traceHash);
    expect(other.history).toHaveLength(one.history.length);
  });

  it('comes to rest with its invoices in the ledger where nothing goes wrong', async () => {
    const run = await runSeed(1, { plan: calmPlan(1) });

    const posted = run.links.filter(({ kind, posted }) => kind === 'invoice' && posted);
    expect(run.isQuiet).toBe(true);
    expect(run.problems).toEqual([]);
    // An answer in parts is no fault: DynamoDB gives one at any time, and every run has some.
    const { batch_in_parts: _parts, ...wrong } = run.faultCounts;
    expect(wrong).toEqual({});
    expect(posted.length).toBeGreaterThan(0);
    expect(run.leftOnQueues).toEqual([]);
  });
});

function calmPlan(seed: number): Plan {
  const plan = drawPlan(seed);
  const operations = plan.operations.filter((operation) => operation.what === 'month_end');
  return { ...plan, faults: {}, operations };
}
