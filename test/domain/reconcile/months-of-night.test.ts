import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../shared/domain/mapping/local-day.ts';
import { monthsOfNight } from '../../../shared/domain/reconcile/months-of-night.ts';

describe('monthsOfNight', () => {
  it('takes this month and the one before, the latest first', () => {
    const of = { today: '2026-12-03', startDate: '2026-11-05', provedAt: new Map() };

    expect(monthsOfNight(of)).toEqual(['2026-12', '2026-11']);
    expect(monthsOfNight({ ...of, startDate: '2026-12-01' })).toEqual(['2026-12']);
    expect(monthsOfNight({ ...of, startDate: '2027-02-01' })).toEqual(['2026-12']);
  });

  it('takes of the older ones that which was proven longest ago, those never proven first', () => {
    const of = { today: '2027-01-03', startDate: '2026-09-01' };
    const provedAt = new Map([
      ['2026-09', '2027-01-01T02:00:00Z'],
      ['2026-10', '2026-12-31T02:00:00Z'],
    ]);

    expect(monthsOfNight({ ...of, provedAt })).toEqual(['2027-01', '2026-12', '2026-11']);
    provedAt.set('2026-11', '2027-01-02T02:00:00Z');
    expect(monthsOfNight({ ...of, provedAt })).toEqual(['2027-01', '2026-12', '2026-10']);
  });

  it('proves each month again within 31 nights, for years', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 119 }), (monthsAgo) => {
        const startDate = new Date(Date.UTC(2026, 0 - monthsAgo, 1)).toISOString().slice(0, 10);
        const provedAt = new Map<string, string>();
        const provedOn = new Map<string, number>();
        for (let night = 0; night < 200; night += 1) {
          const today = addDays('2026-01-15', night);
          for (const month of monthsOfNight({ today, startDate, provedAt })) {
            const before = provedOn.get(month) ?? (month > '2026-01' ? night : 0);
            expect(night - before, `${month} on ${today}`).toBeLessThanOrEqual(31);
            provedAt.set(month, `${today}T02:00:00Z`);
            provedOn.set(month, night);
          }
        }
        for (const [month, night] of provedOn) expect(199 - night, month).toBeLessThanOrEqual(31);
      }),
      { numRuns: 20 },
    );
  });
});
