import { describe, expect, it } from 'vitest';
import { dayThere, nextMorningEpochMs } from '../../../shared/domain/mail/morning.ts';

const next = (instant: string, zone: string) =>
  new Date(nextMorningEpochMs(Date.parse(instant), zone)).toISOString();

describe('the next morning', () => {
  it.each([
    ['2026-11-30T00:00:00.000Z', 'UTC', '2026-11-30T07:00:00.000Z'],
    ['2026-11-30T07:00:00.000Z', 'UTC', '2026-12-01T07:00:00.000Z'],
    ['2026-07-01T00:00:00.000Z', 'Europe/London', '2026-07-01T06:00:00.000Z'],
    ['2026-11-30T00:00:00.000Z', 'Asia/Kathmandu', '2026-11-30T01:15:00.000Z'],
    ['2026-11-30T00:00:00.000Z', 'Pacific/Auckland', '2026-11-30T18:00:00.000Z'],
    // The night in which the clocks go back, and the one in which they go forward.
    ['2026-10-24T23:30:00.000Z', 'Europe/London', '2026-10-25T07:00:00.000Z'],
    ['2026-03-28T23:30:00.000Z', 'Europe/London', '2026-03-29T06:00:00.000Z'],
  ])('after %s in %s is %s', (instant, zone, expected) => {
    expect(next(instant, zone)).toBe(expected);
  });

  it('is the day there, and no morning any more at noon', () => {
    const at = Date.parse('2026-11-30T23:00:00.000Z');
    expect(dayThere(at, 'Pacific/Auckland')).toEqual({ day: '2026-12-01', isMorning: false });
    expect(dayThere(at - 4 * 3_600_000, 'Pacific/Auckland')).toEqual({
      day: '2026-12-01',
      isMorning: true,
    });
  });
});
