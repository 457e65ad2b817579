import { describe, expect, it } from 'vitest';
import {
  clockNow,
  localTime,
  monthOf,
  timeAgo,
  zoneWords,
} from '../../../shared/domain/portal/local-time.ts';

const nowEpochMs = Date.parse('2026-07-01T09:00:00.000Z');
const london = { timeZone: 'Europe/London', nowEpochMs };

describe('times where the operator is', () => {
  it.each([
    ['2026-07-01T08:04:00.000Z', '09:04'],
    ['2026-06-30T23:30:00.000Z', '00:30'],
    ['2026-06-30T22:30:00.000Z', 'Yesterday 23:30'],
    ['2026-06-03T08:30:00.000Z', '3 Jun, 09:30'],
    ['2025-11-03T08:30:00.000Z', '3 Nov 2025'],
    ['soon', 'soon'],
  ])('tell %s as near as it is', (instant, words) => {
    expect(localTime(instant, london)).toBe(words);
  });

  it('say how long ago what is near was', () => {
    const ago = (instant: string) => timeAgo(instant, london);

    expect(ago('2026-07-01T08:59:40.000Z')).toBe('just now');
    expect(ago('2026-07-01T08:59:00.000Z')).toBe('a minute ago');
    expect(ago('2026-07-01T08:30:00.000Z')).toBe('30 minutes ago');
    expect(ago('2026-07-01T07:30:00.000Z')).toBe('08:30');
    expect(ago('2026-07-01T09:30:00.000Z')).toBe('10:30');
  });

  it('are those of UTC where the zone is not known yet, and say so', () => {
    const nowhere = { timeZone: undefined, nowEpochMs };

    expect(localTime('2026-07-01T08:04:00.000Z', nowhere)).toBe('08:04');
    expect(clockNow(nowhere)).toBe('09:00');
    expect(zoneWords(undefined)).toBeUndefined();
    expect(zoneWords('America/New_York')).toBe('times in New York');
  });

  it('name the month by the operator’s calendar', () => {
    const late = Date.parse('2026-06-30T23:30:00.000Z');

    expect(monthOf(late, 'Europe/London')).toBe('2026-07');
    expect(monthOf(late, undefined)).toBe('2026-06');
  });
});
