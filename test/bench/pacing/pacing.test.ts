import { describe, expect, it } from 'vitest';
import { besideFormer } from './former-share.ts';
import { burstGoalsOf, foreignGoalsOf, soloGoals } from './goals.ts';
import { benchPacing } from './pacing.ts';
import { pacingSections } from './plan-jobs.ts';
import { summarize } from './summary.ts';

describe('the bench of pacing', () => {
  it('says of every goal whether it holds', async () => {
    const lines: string[] = [];
    const { goals, goalsHolding } = await benchPacing({
      seeds: 1,
      isQuick: true,
      sections: pacingSections,
      signal: new AbortController().signal,
      progress: (line) => lines.push(line),
    });

    const held = goals.filter(({ holds }) => holds).length;
    expect(goals.length).toBeGreaterThan(50);
    expect(goalsHolding).toBe(`${held} of ${goals.length}`);
    expect(lines.filter((line) => line.includes('holds: true'))).toHaveLength(held);
    for (const { measured } of goals) expect(measured).not.toBeNaN();
  });

  it('measures only the section that is asked for', async () => {
    const { solo, backfill, goals } = await benchPacing({
      seeds: 1,
      isQuick: true,
      sections: ['backfill'],
      signal: new AbortController().signal,
      progress: () => undefined,
    });

    expect(solo).toEqual([]);
    expect(backfill).toHaveLength(2);
    expect(goals).toHaveLength(6);
  });

  it('ends when it is interrupted', async () => {
    const signal = AbortSignal.abort(new Error('Interrupted.'));
    const sections = pacingSections;
    const progress = () => undefined;

    await expect(
      benchPacing({ seeds: 1, isQuick: true, sections, signal, progress }),
    ).rejects.toThrow('Interrupted.');
  });
});

const soloFigures = {
  limiter: 'paced',
  caps: 'Stora',
  calls: 60,
  windows: 'fixed',
  latency: '20 ms-3 s',
  seeds: 1,
  rejectedPer100k: 0,
  seconds: { median: 6, max: 9 },
  secondsToLastAnswer: { median: 7, max: 10 },
  optimalSeconds: 5,
  medianOverOptimum: 1.2,
  allowedSeconds: 7.2,
  holds: false,
} as const;

describe('a goal of pacing', () => {
  it('is set for our pacer only, by the slowest seed, next to what is reachable', () => {
    const yardstick = {
      ...soloFigures,
      limiter: 'ringInProcess',
      seconds: { median: 5, max: 8 },
    } as const;

    expect(soloGoals([soloFigures, yardstick])).toMatchObject([
      { measured: 0, allowed: 0, holds: true },
      { measured: 9, allowed: 7.2, holds: false, reachable: 8 },
      { measured: 9, allowed: 10.3, holds: true },
    ]);
  });

  it('beside others asks for politeness, and at 20 a minute for a fair part', () => {
    const figures = {
      limiter: 'paced',
      lane: 'live',
      foreign: '20/min',
      windows: 'fixed',
      seeds: 1,
      ownRejectedPer1k: 10.1,
      foreignRejectedPercent: 2,
      ownPerMinute: 29,
      ownPercentOfLeft: 72.5,
    } as const;

    expect(foreignGoalsOf([figures]).map(({ holds }) => holds)).toEqual([false, true, false]);
    expect(foreignGoalsOf([{ ...figures, limiter: 'bottleneck' }])).toEqual([]);
    expect(foreignGoalsOf([{ ...figures, foreign: '40/min' }])).toHaveLength(2);
  });
});

const burstFigures = {
  limiter: 'paced',
  lane: 'live',
  foreign: '20/min in bursts of 8',
  windows: 'fixed',
  seeds: 5,
  ownRejectedPer1k: 9,
  foreignRejectedPercent: 4.01,
  ownPerMinute: 27,
  ownPercentOfLeft: 67.5,
} as const;

describe('a goal beside bursts', () => {
  it('is 27 of the 40 calls left and a twenty-fifth of theirs where windows stand still', () => {
    expect(burstGoalsOf([burstFigures])).toMatchObject([
      { measured: 27, allowed: 27, holds: true },
      { measured: 4.01, allowed: 4, holds: false },
      { measured: 9, allowed: 10, holds: true },
    ]);
    expect(burstGoalsOf([{ ...burstFigures, foreign: '40/min in bursts of 8' }])).toEqual([]);
  });

  it('is the former figure where they slide, next to what could be reached by seeing all', () => {
    const sliding = { ...burstFigures, windows: 'sliding', ownPerMinute: 22.5 };
    const seeing = { ...sliding, lane: 'none' } as const;
    const goals = burstGoalsOf([
      sliding,
      { ...seeing, limiter: 'seesAllLeaves24', ownPerMinute: 21.6, foreignRejectedPercent: 5.7 },
      { ...seeing, limiter: 'seesAllLeaves16', ownPerMinute: 28.9, foreignRejectedPercent: 8.9 },
      { ...seeing, limiter: 'seesAllLeaves8', ownPerMinute: 38, foreignRejectedPercent: 20.4 },
    ]);

    expect(goals).toMatchObject([
      { measured: 22.5, allowed: 22.6, holds: false },
      { measured: 4.01, allowed: 13.88, holds: true, reachable: 8.9 },
      { measured: 9, allowed: 8.4, holds: false },
    ]);
  });

  it('stands beside the former figures', () => {
    const others = { ...burstFigures, limiter: 'bottleneck' } as const;

    expect(besideFormer([burstFigures, others])).toEqual([
      {
        foreign: '20/min in bursts of 8',
        lane: 'live',
        windows: 'fixed',
        now: { ownPerMinute: 27, ownRejectedPer1k: 9, foreignRejectedPercent: 4.01 },
        former: { ownPerMinute: 22.7, ownRejectedPer1k: 7.2, foreignRejectedPercent: 4.38 },
      },
    ]);
  });
});

describe('the summary', () => {
  it('spans windows and latencies, one line for each limiter and number of calls', () => {
    const worse = { ...soloFigures, rejectedPer100k: 12, medianOverOptimum: 1.5 };
    const more = { ...soloFigures, calls: 600 };

    expect(summarize([soloFigures, worse, more])).toEqual([
      {
        limiter: 'paced',
        calls: 60,
        rejectedPer100k: { least: 0, most: 12 },
        medianOverOptimum: { least: 1.2, most: 1.5 },
      },
      expect.objectContaining({ calls: 600 }),
    ]);
  });
});
