import { describe, expect, it } from 'vitest';
import { backlogOf } from './backlog.ts';
import { latencyClasses, longTailed, quick } from './latency.ts';
import { createScene, storaCaps, windowKinds } from './scene.ts';
import { type Limiter, measureSolo } from './solo.ts';
import { onVirtualTime } from './virtual-globals.ts';

function measure(limiter: Limiter, kind: (typeof windowKinds)[number], latency = longTailed) {
  return measureSolo({ limiter, caps: storaCaps, calls: 600, kind, latency, seeds: 3 });
}

describe('the yardstick', () => {
  it.each(windowKinds)('bites: stamps at the send are rejected by %s windows', async (kind) => {
    const { rejectedPer100k } = await measure('sendStampRing', kind);

    expect(rejectedPer100k).toBeGreaterThan(100);
  });

  it.each(['tokenBucket', 'bottleneck'] as const)('bites: %s is rejected', async (limiter) => {
    for (const kind of windowKinds) {
      expect((await measure(limiter, kind)).rejectedPer100k).toBeGreaterThan(1_000);
    }
  });

  it('lets a ring stamped at the answer pass, near the optimum', async () => {
    for (const kind of windowKinds) {
      for (const latency of latencyClasses) {
        expect(await measure('ringInProcess', kind, latency)).toMatchObject({ rejectedPer100k: 0 });
      }
      expect(await measure('ringInProcess', kind, quick)).toMatchObject({ holds: true });
    }
  });

  it('bites: without any limiter ten at once are soon rejected', async () => {
    for (const kind of windowKinds) {
      const scene = createScene({ seed: 1, caps: storaCaps, kind, latency: quick });
      const network = scene.network();
      const backlog = backlogOf(120);
      const callInTurn = async () => {
        while (backlog.take()) await network.call();
      };
      await onVirtualTime(scene.time, () => Promise.all(Array.from({ length: 10 }, callInTurn)));
      expect(network.sent).toBe(120);
      expect(network.passed + network.rejected).toBe(120);
      expect(network.rejected).toBeGreaterThan(20);
    }
  });
});

describe('the pacer alone', () => {
  it('is measured with every call answered and the item written', async () => {
    for (const kind of windowKinds) {
      const figures = await measure('paced', kind, quick);
      expect(figures).toMatchObject({ calls: 600, rejectedPer100k: 0 });
      expect(figures.seconds.median).toBeGreaterThan(figures.optimalSeconds);
      expect(figures.secondsToLastAnswer.median).toBeGreaterThan(figures.seconds.median);
      expect(figures.writesPerCall).toBeGreaterThan(0);
      expect(figures.billedWaitShare).toBeGreaterThanOrEqual(0);
    }
  });

  it('is a second at most behind the quickest that is safe, with the same answers', async () => {
    for (const kind of windowKinds) {
      const paced = await measure('paced', kind);
      const quickest = await measure('ringInProcess', kind);
      const behindSeconds = paced.seconds.max - quickest.seconds.max;
      expect(behindSeconds).toBeGreaterThan(0);
      expect(behindSeconds).toBeLessThan(1);
    }
  });

  it('gives the same figures again for the same seeds', async () => {
    expect(await measure('paced', 'fixed')).toEqual(await measure('paced', 'fixed'));
  });
});
