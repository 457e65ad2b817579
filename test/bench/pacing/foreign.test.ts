import { describe, expect, it } from 'vitest';
import { measureBackfill } from './backfill.ts';
import { burstsOfEight, type ForeignLimiter, foreignPatterns, measureForeign } from './foreign.ts';

describe('beside other tools of the operator', () => {
  it('a limiter that takes all that is there turns most of their calls away', async () => {
    for (const pattern of foreignPatterns) {
      const figures = await measureForeign({
        limiter: 'tokenBucket',
        lane: 'live',
        pattern,
        kind: 'fixed',
        minutes: 30,
        seeds: 2,
      });
      expect(figures.ownRejectedPer1k).toBeGreaterThan(20);
      expect(figures.foreignRejectedPercent).toBeGreaterThan(30);
    }
  });

  it('the rates are as they should be while nobody is in the way', async () => {
    const figures = await measureForeign({
      limiter: 'ringInProcess',
      lane: 'live',
      pattern: { name: 'next to none', callsPerMinute: 0.01, burst: 1 },
      kind: 'sliding',
      minutes: 60,
      seeds: 1,
    });

    expect(figures.ownPerMinute).toBeGreaterThan(58);
    expect(figures.ownPerMinute).toBeLessThanOrEqual(61);
  });
});

describe('beside bursts of eight', () => {
  const besideBursts = (limiter: ForeignLimiter, kind: 'fixed' | 'sliding') => {
    const pattern = foreignPatterns.find(({ name }) => name === burstsOfEight);
    if (pattern === undefined) throw new Error('There is no such pattern.');
    return measureForeign({ limiter, lane: 'live', pattern, kind, minutes: 60, seeds: 3 });
  };

  it('the pacer takes what they leave in four minutes of five, at the end of a minute that stands still', async () => {
    const paced = await besideBursts('paced', 'fixed');
    const alone = await besideBursts('nobody', 'fixed');

    expect(paced.ownPerMinute).toBeGreaterThanOrEqual(27);
    expect(paced.foreignRejectedPercent).toBeLessThan(alone.foreignRejectedPercent + 4);
  });

  it('who sees everything and leaves them room turns away fewer, the more room the fewer', async () => {
    const eight = await besideBursts('seesAllLeaves8', 'sliding');
    const sixteen = await besideBursts('seesAllLeaves16', 'sliding');
    const alone = await besideBursts('nobody', 'sliding');

    expect(eight.ownPerMinute).toBeGreaterThan(sixteen.ownPerMinute);
    expect(eight.foreignRejectedPercent).toBeGreaterThan(sixteen.foreignRejectedPercent);
    expect(sixteen.foreignRejectedPercent).toBeGreaterThan(4);
    expect(alone).toMatchObject({ ownPerMinute: 0, ownRejectedPer1k: 0, lane: 'none' });
  });
});

describe('a backfill with live events', () => {
  it('is measured alone and together', async () => {
    const figures = await measureBackfill({ kind: 'fixed', calls: 300, seeds: 2 });

    expect(figures.liveEvents).toBeGreaterThan(4);
    expect(figures.liveCalls).toBeGreaterThanOrEqual(figures.liveEvents);
    expect(figures.secondsSolo).toBeGreaterThan(290);
    expect(figures.overSolo.max).toBeGreaterThan(0.9);
    expect(figures.firstCallDelayMs.max).toBeGreaterThanOrEqual(figures.firstCallDelayMs.p50);
  });
});
