import { describe, expect, it } from 'vitest';
import { FakeClock } from '../fakes/fake-clock.ts';
import { enumerate, tableOf } from './enumerate.ts';
import { Gate } from './gate.ts';
import { Outside } from './outside.ts';
import type { Finished, Scenario } from './scenario.ts';

interface Shelf {
  put(): Promise<void>;
  mark(): Promise<void>;
  get(): Promise<boolean>;
}

/** A worker that puts a box on a shelf and marks the order as done; repeated until it comes through. */
function shelving(work: (shelf: Shelf) => Promise<void>): Scenario {
  return {
    title: 'a box',
    handler: 'apply-changes',
    effects: ['payment'],
    async run(point): Promise<Finished> {
      const nobody = { fetch: async () => new Response() };
      const outside = new Outside(new FakeClock(), { stora: nobody, xero: nobody });
      const stored = { boxes: 0, isMarked: false };
      const shelf: Shelf = {
        put: async () => {
          stored.boxes += 1;
        },
        mark: async () => {
          stored.isMarked = true;
        },
        get: async () => stored.isMarked,
      };
      const gate = new Gate(outside, point);
      const first = work(gate.around('shelf', shelf)).catch(() => undefined);
      await Promise.race([first, gate.death]);
      if (point) await work(shelf);
      return { steps: gate.steps, state: stored, audit: [], wrongs: [] };
    },
  };
}

const careless = shelving(async (shelf) => {
  if (await shelf.get()) return;
  await shelf.put();
  await shelf.mark();
});

describe('enumerate', () => {
  it('finds exactly the points at which a careless worker does it twice', async () => {
    const { steps, points, runs, failures } = await enumerate(careless);

    // Before and after the one read are the same: two points less to run.
    expect([steps, points, runs]).toEqual([3, 12, 10]);
    expect(failures).toEqual([
      'step 1 shelf.put, crash_after: boxes: 2 and not 1',
      'step 1 shelf.put, error_applied: boxes: 2 and not 1',
      'step 2 shelf.mark, crash_before: boxes: 2 and not 1',
      'step 2 shelf.mark, error_not_applied: boxes: 2 and not 1',
    ]);
  });

  it('lets another end pass only where the scenario names it', async () => {
    const otherEnds: Scenario['otherEnds'] = ({ step }) =>
      step === 1 ? [{ boxes: 2, isMarked: true }] : [];

    const { failures } = await enumerate({ ...careless, otherEnds });

    expect(failures.filter((failure) => failure.includes('crash_after'))).toEqual([]);
    expect(failures.filter((failure) => failure.includes('shelf.mark'))).toHaveLength(2);
    // At the points of step 1 at which nothing doubles, the other end is not met: it is no excuse.
    expect(failures).toContain('step 1 shelf.put, crash_before: boxes: 1 and not 2');
  });

  it('tells of a replay that met other steps', async () => {
    let runs = 0;
    const fickle = shelving(async (shelf) => {
      runs += 1;
      if (runs > 1) await shelf.get();
      await shelf.mark();
    });

    expect((await enumerate(fickle)).failures[0]).toContain('the replay strayed: step 0 was');
  });

  it('shows one line per scenario and the sums', async () => {
    const report = { ...(await enumerate(careless)), processorMs: 5 };

    expect(tableOf([report, report])).toBe(
      [
        'handler        scenario  steps  points  runs  failures  processorMs',
        'apply-changes  a box     3      12      10    4         5',
        'apply-changes  a box     3      12      10    4         5',
        'all                      6      24      20    8         10',
      ].join('\n'),
    );
  });
});
