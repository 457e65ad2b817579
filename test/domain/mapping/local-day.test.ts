import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, localDay } from '../../../shared/domain/mapping/local-day.ts';

describe('localDay', () => {
  it.each([
    ['a summer evening after 23:00 UTC', '2026-07-14T23:30:00Z', 'Europe/London', '2026-07-15'],
    ['a winter evening', '2026-12-14T23:30:00Z', 'Europe/London', '2026-12-14'],
    ['a morning in Sydney', '2026-11-30T20:00:00Z', 'Australia/Sydney', '2026-12-01'],
    ['an evening west of Greenwich', '2026-12-01T02:00:00Z', 'America/New_York', '2026-11-30'],
    ['an instant with an offset', '2026-11-30T23:30:00-02:00', 'UTC', '2026-12-01'],
    ['midnight itself', '2026-11-30T00:00:00Z', 'UTC', '2026-11-30'],
  ])('gives the day where the operator is, for %s', (...[, instant, zone, day]) => {
    expect(localDay(instant, zone)).toBe(day);
  });

  it('throws on what is no instant or no zone', () => {
    expect(() => localDay('yesterday', 'UTC')).toThrow(RangeError);
    expect(() => localDay('2026-11-30T00:00:00Z', 'Mars/Base')).toThrow(RangeError);
  });
});

describe('addDays', () => {
  it.each([
    ['2026-02-27', 3, '2026-03-02'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-28', 2, '2026-03-30'],
    ['2026-11-30', 0, '2026-11-30'],
  ])('%s and %i days is %s', (day, days, later) => {
    expect(addDays(day, days)).toBe(later);
  });

  it('takes back what it added', () => {
    const day = fc
      .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, fc.nat(4_000), (start, days) => {
        expect(addDays(addDays(start, days), -days)).toBe(start);
      }),
    );
  });
});
