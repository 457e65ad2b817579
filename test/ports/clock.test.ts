import { describe, expect, it } from 'vitest';
import { SystemClock } from '../../shared/adapters/node/clock.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

describe.each<[string, () => Clock]>([
  ['FakeClock', () => new FakeClock()],
  ['SystemClock', () => new SystemClock()],
])('%s', (_name, make) => {
  it('tells whole milliseconds and is later after a sleep', async () => {
    const clock = make();
    const before = clock.nowEpochMs();

    // A timer may fire a millisecond early by the wall clock; half the time is proof enough.
    await clock.sleep(10);

    expect(Number.isInteger(before)).toBe(true);
    expect(clock.nowEpochMs()).toBeGreaterThanOrEqual(before + 5);
  });
});

describe('FakeClock', () => {
  it('stands still until it is moved, and keeps what was slept', async () => {
    const clock = new FakeClock('2026-11-30T09:00:00.000Z');

    clock.advance(1_000);
    await clock.sleep(500);

    expect(clock.nowIso()).toBe('2026-11-30T09:00:01.500Z');
    expect(clock.sleptMs).toEqual([500]);
  });
});
