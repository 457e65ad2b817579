import { describe, expect, it } from 'vitest';
import { playDeadConnections } from './dead-connections.ts';

/** A hundredth of the real figures: six waiting changes for 600, a look-ahead of 1,200 for 120,000. */
const scaled = { groupLookAhead: 1_200, changesEach: 6, live: 20 };

describe('dead connections beside live ones', () => {
  it('would hide the live ones from the queue if their changes stayed on it', async () => {
    const before = await playDeadConnections({ ...scaled, dead: 300, staysOnQueue: true });

    expect(before.liveNotReached).toBeGreaterThan(0);
    expect(before.deepest).toBeGreaterThan(scaled.groupLookAhead);
  });

  it('slow down nobody, a thousand of them, and get all that waited, in order, once', async () => {
    const alone = await playDeadConnections({ ...scaled, dead: 0 });

    const { world, ...beside } = await playDeadConnections({
      ...scaled,
      dead: 1_000,
      comesBack: true,
    });

    expect(beside.liveNotReached).toBe(0);
    expect(beside.liveWaitMs.longest).toBeLessThanOrEqual(alone.liveWaitMs.longest + 1_000);
    expect(beside.deepest).toBeLessThan(scaled.groupLookAhead / 10);
    expect(beside.aside).toBe(0);
    expect(world.aside.allMarks()).toEqual([]);
    for (const operatorId of world.operators) {
      const sent = Array.from({ length: scaled.changesEach }, (_, at) => `${operatorId}-${at}`);
      expect(world.applied.get(operatorId)).toEqual(sent);
    }
  });
});
