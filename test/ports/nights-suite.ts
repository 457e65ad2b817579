import { beforeEach, expect, it } from 'vitest';
import { ended } from '../../shared/domain/nights/night.ts';
import type { Nights } from '../../shared/ports/nights.ts';
import { aNight, nightStartEpochMs } from '../builders/a-night.ts';
import { anOperatorId } from '../builders/an-operator.ts';

const later = nightStartEpochMs + 86_400_000;

/** What every store of nights does: a save applies over the revision that was read, or not at all. */
export function nightsSuite(make: () => Promise<Nights>): void {
  let nights: Nights;
  beforeEach(async () => {
    nights = await make();
  });

  it('returns a night as it was saved, one revision on', async () => {
    expect(await nights.get(anOperatorId, 'xero')).toBeUndefined();
    const saved = await nights.save(aNight());

    expect(saved).toEqual(aNight({ revision: 1 }));
    expect(await nights.get(anOperatorId, 'xero')).toEqual(saved);
    expect(await nights.get('somebody-else', 'xero')).toBeUndefined();
  });

  it('lets one of two that begin at once win', async () => {
    const answers = await Promise.all([nights.save(aNight()), nights.save(aNight({ runId: '2' }))]);

    expect(answers.filter((answer) => answer === 'conflict')).toHaveLength(1);
    expect(await nights.save(aNight())).toBe('conflict');
  });

  it('shows nights that are to be looked at, those first that wait the longest', async () => {
    const lookAt = (operatorId: string, lookAtEpochMs: number) =>
      nights.save(aNight({ operatorId, lookAtEpochMs }));
    await lookAt('birch', 3_000);
    await lookAt('alder', 2_000);
    await lookAt('cedar', 9_000);

    const due = await nights.due(9_000, 10);

    expect(due.map(({ operatorId }) => operatorId)).toEqual(['alder', 'birch']);
    expect(await nights.due(9_000, 1)).toHaveLength(1);
  });

  it('shows none that has ended', async () => {
    await nights.save(aNight());
    await nights.save(ended(aNight({ revision: 1 }), { status: 'done' }, later));

    expect(await nights.due(later, 10)).toEqual([]);
  });

  it('keeps those that have ended, once each, the latest first', async () => {
    const at = (day: string) => ({ day, startedAt: `${day}T02:00:00.000Z` });
    await nights.keep(aNight(at('2026-11-29')), later);
    await nights.keep(aNight(at('2026-11-30')), later);
    await nights.keep(aNight({ ...at('2026-11-30'), repaired: 2 }), later);
    await nights.keep(aNight({ operatorId: 'birch' }), later);

    const latest = await nights.latest(anOperatorId, 'xero', 10);
    expect(latest.map(({ day, repaired }) => [day, repaired])).toEqual([
      ['2026-11-30', 2],
      ['2026-11-29', 0],
    ]);
    expect(await nights.latest(anOperatorId, 'xero', 1)).toHaveLength(1);
    expect(await nights.get(anOperatorId, 'xero')).toBeUndefined();
  });
}
