import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { Limiter } from '../../../infra/local/vendors/stora/gate/limiter.ts';
import { storaCaps } from './scene.ts';
import { type ProviderRules, SimulatedProvider } from './simulated-provider.ts';

const rules = {
  windows: storaCaps.windows,
  kind: 'fixed',
  order: 'shortest-first',
  concurrent: null,
  clockOffsetMs: 0,
} satisfies ProviderRules;

const startEpochMs = Date.parse('2026-11-30T09:00:00.000Z');

describe('the simulated provider', () => {
  it.each([
    ['fixed', 'shortest-first'],
    ['fixed', 'longest-first'],
    ['sliding', 'shortest-first'],
    ['sliding', 'longest-first'],
  ] as const)('says the same as the sandbox of Stora: %s windows, %s', (kind, order) => {
    for (const meanGapMs of [40, 90, 700, 1_100]) {
      const provider = new SimulatedProvider({ ...rules, kind, order, clockOffsetMs: 137 });
      const sandbox = sandboxLimiter(kind, order);
      const random = createSeededRandom(meanGapMs);
      let now = startEpochMs;
      for (let call = 0; call < 3_000; call += 1) {
        now += random.below(2 * meanGapMs);
        const ours = provider.arrive(now);
        const theirs = sandbox(now);
        expect({ call, limit: ours?.limit }).toEqual({ call, limit: theirs?.limit });
        expect(seconds(ours?.resetEpochMs)).toBe(theirs?.resetEpochSeconds);
      }
    }
  });

  it('rejects what is one too many at once, until one is through', () => {
    const provider = new SimulatedProvider({ ...rules, concurrent: 2 });

    expect(provider.arrive(startEpochMs)).toBeNull();
    expect(provider.arrive(startEpochMs)).toBeNull();
    expect(provider.arrive(startEpochMs)).toMatchObject({ limit: 2 });
    provider.leave();
    expect(provider.arrive(startEpochMs)).toBeNull();
  });
});

function seconds(epochMs: number | undefined): number | undefined {
  return epochMs === undefined ? undefined : Math.ceil(epochMs / 1_000);
}

function sandboxLimiter(kind: ProviderRules['kind'], order: ProviderRules['order']) {
  const limiter = new Limiter();
  const settings = {
    limits: { enabled: true, perSecond: 10, perMinute: 60 },
    windowKind: kind,
    windowClockOffsetMs: 137,
    limiterOrder: order === 'shortest-first' ? 'second-first' : 'minute-first',
  } as const;
  return (nowEpochMs: number) => limiter.check('acorn', nowEpochMs, settings);
}
