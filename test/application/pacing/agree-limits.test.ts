import { describe, expect, it } from 'vitest';
import { agreeLimits } from '../../../shared/application/pacing/agree-limits.ts';
import { windowsInForce } from '../../../shared/domain/pacing/windows.ts';
import { aRate } from '../../builders/a-rate.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { InMemoryRates } from '../../fakes/in-memory-rates.ts';
import { InMemoryResting } from '../../fakes/in-memory-resting.ts';

const minute = { limit: 300, windowMs: 60_000 };
const limits = {
  windows: [
    { limit: 10, windowMs: 1_000 },
    { limit: 60, windowMs: 60_000 },
  ],
  concurrent: null,
};

function open() {
  const resting = new InMemoryResting();
  const deps = { rates: new InMemoryRates(), resting, clock: new FakeClock() };
  const agree = (windows: Array<{ limit: number; windowMs: number }>) =>
    agreeLimits(deps, { operatorId: anOperatorId, provider: 'stora', windows });
  return { ...deps, agree, now: deps.clock.nowEpochMs() };
}

describe('agreeLimits', () => {
  it('replaces the cap of the same length, and counts a large one in buckets', async () => {
    const { agree, now } = open();

    expect(windowsInForce(limits, await agree([minute]), now)).toMatchObject([
      { limit: 10, windowMs: 1_000, isBucketed: false },
      { limit: 300, windowMs: 60_000, isBucketed: true },
    ]);
  });

  it('pauses until no call is left that was counted otherwise', async () => {
    const { agree, now } = open();

    expect(await agree([minute])).toMatchObject({ blockedUntilEpochMs: now + 60_000 });
  });

  it('frees after the pause what a refusal under the former caps blocked for the day', async () => {
    const { agree, rates, now } = open();
    await rates.save(aRate({ blockedUntilEpochMs: now + 9 * 3_600_000 }));
    expect((await agree([])).blockedUntilEpochMs).toBe(now + 9 * 3_600_000);

    expect((await agree([minute])).blockedUntilEpochMs).toBe(now + 60_000);
  });

  it('wants back after the pause what was hidden for the former caps', async () => {
    const { agree, resting, now } = open();
    const hidden = { reason: 'pace', receiptHandles: ['handle'], hiddenAtEpochMs: now };
    for (const queue of ['changes-xero', 'write-backs'])
      await resting.note({ ...hidden, operatorId: anOperatorId, queue }, 0);

    await agree([minute]);

    const rows = await resting.hidden(10);
    expect(rows.map(({ wantedAtEpochMs }) => wantedAtEpochMs)).toEqual([
      now + 60_000,
      now + 60_000,
    ]);
  });

  it('forgets a lower limit that was heard, and goes back to the usual caps', async () => {
    const { agree, rates, now } = open();
    await rates.save(aRate({ heard: { 60000: { limit: 30, untilEpochMs: now + 1e9 } } }));
    await agree([minute]);
    const rate = await agree([]);

    expect(rate.agreed).toBeUndefined();
    expect(windowsInForce(limits, rate, now).map(({ limit }) => limit)).toEqual([10, 60]);
  });

  it.each([
    ['no call at all', [{ limit: 0, windowMs: 60_000 }]],
    ['half a call', [{ limit: 0.5, windowMs: 60_000 }]],
    ['no time', [{ limit: 5, windowMs: 0 }]],
    ['two days', [{ limit: 5, windowMs: 172_800_000 }]],
    ['a minute twice', [minute, minute]],
  ])('refuses %s', async (_what, windows) => {
    await expect(open().agree(windows)).rejects.toMatchObject({ name: 'AgreementError' });
  });

  it('gives up when others save all the time', async () => {
    const clock = new FakeClock();
    const rates = { get: async () => undefined, save: async () => 'conflict' as const };
    const agreement = { operatorId: anOperatorId, provider: 'stora', windows: [minute] } as const;

    await expect(
      agreeLimits({ rates, clock, resting: new InMemoryResting() }, agreement),
    ).rejects.toThrow('Try again');
  });
});
