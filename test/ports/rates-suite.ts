import { beforeEach, expect, it } from 'vitest';
import type { Rate } from '../../shared/contracts/rate-item.ts';
import type { Rates } from '../../shared/ports/rates.ts';
import { anOperatorId } from '../builders/an-operator.ts';

function aRate(overrides: Partial<Rate> = {}): Rate {
  return {
    operatorId: anOperatorId,
    provider: 'stora',
    revision: 0,
    stampsEpochMs: [1_796_029_200_000, 1_796_029_200_100],
    blockedUntilEpochMs: 0,
    ...overrides,
  };
}

/** What every store of rates does: a save applies over the revision that was read, or not at all. */
export function ratesSuite(make: () => Promise<Rates>): void {
  let rates: Rates;
  beforeEach(async () => {
    rates = await make();
  });

  it('returns nothing before the first save', async () => {
    expect(await rates.get(anOperatorId, 'stora')).toBeUndefined();
  });

  it('returns a rate as it was saved, one revision on', async () => {
    const saved = await rates.save(aRate());

    expect(saved).toEqual(aRate({ revision: 1 }));
    expect(await rates.get(anOperatorId, 'stora')).toEqual(saved);
    expect(await rates.get(anOperatorId, 'xero')).toBeUndefined();
  });

  it('keeps everything that is known of the caps', async () => {
    const known: Partial<Rate> = {
      runningEpochMs: [1_796_029_230_000],
      counters: { '86400000': [[1_796_029_920_000, 4_200]] },
      agreed: [{ limit: 120, windowMs: 60_000 }],
      heard: { '60000': { limit: 40, untilEpochMs: 5 } },
      share: { allowed: 30, refusedAt: 40, sinceEpochMs: 1, sameUntilEpochMs: 2 },
      others: { calls: 20, windowMs: 60_000, atEpochMs: 3 },
      counted: { '60000': { calls: 7, atEpochMs: 4 } },
      cap: { limit: 60, windowMs: 60_000 },
    };
    await rates.save(aRate(known));

    expect(await rates.get(anOperatorId, 'stora')).toEqual(aRate({ ...known, revision: 1 }));
  });

  it('answers conflict to a save of an old revision', async () => {
    await rates.save(aRate());
    await rates.save(aRate({ revision: 1, blockedUntilEpochMs: 5 }));

    expect(await rates.save(aRate())).toBe('conflict');
    expect(await rates.save(aRate({ revision: 1 }))).toBe('conflict');
    expect(await rates.get(anOperatorId, 'stora')).toEqual(
      aRate({ revision: 2, blockedUntilEpochMs: 5 }),
    );
  });

  it.each([0, 1])('lets one of two simultaneous saves of revision %i win', async (revision) => {
    if (revision > 0) await rates.save(aRate());

    const answers = await Promise.all([
      rates.save(aRate({ revision, blockedUntilEpochMs: 1 })),
      rates.save(aRate({ revision, blockedUntilEpochMs: 2 })),
    ]);

    const won = answers.filter((answer) => answer !== 'conflict');
    expect(won).toHaveLength(1);
    expect(await rates.get(anOperatorId, 'stora')).toEqual(won[0]);
  });
}
