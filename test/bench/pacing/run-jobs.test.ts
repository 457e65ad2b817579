import { describe, expect, it } from 'vitest';
import { type PlanOptions, planJobs } from './plan-jobs.ts';
import { runJobs } from './run-jobs.ts';

const options: PlanOptions = { seeds: 1, isQuick: true, sections: ['otherCaps'] };

describe('the jobs of the bench', () => {
  it('give on all cores what they give one after the other, in the order of the plan', async () => {
    const lines: string[] = [];
    const inTurn = [];
    for (const job of planJobs(options)) inTurn.push(await job.measure());

    const shared = await runJobs({
      ...options,
      signal: new AbortController().signal,
      progress: (line) => lines.push(line),
    });

    expect(shared).toEqual(inTurn);
    expect(lines).toHaveLength(inTurn.length);
  });

  it('end when the bench is interrupted in the middle', async () => {
    const interrupted = new AbortController();
    const running = runJobs({
      ...options,
      signal: interrupted.signal,
      progress: () => interrupted.abort(new Error('Interrupted.')),
    });

    await expect(running).rejects.toThrow('Interrupted.');
  });

  it('are every limiter, size, window and latency, each once', () => {
    const whats = planJobs({ seeds: 20, isQuick: false, sections: ['solo'] }).map(
      ({ what }) => what,
    );

    expect(whats).toHaveLength(5 * 3 * 2 * 3);
    expect(new Set(whats).size).toBe(whats.length);
  });
});
