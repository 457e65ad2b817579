import { expect, it } from 'vitest';
import { isCalendarDay } from '../../shared/domain/calendar-day.ts';

it.each(['2026-11-30', '2024-02-29', '2026-01-01', '2026-12-31'])('knows the day %s', (day) => {
  expect(isCalendarDay(day)).toBe(true);
});

it.each([
  '2026-02-31',
  '2026-02-29',
  '2026-04-31',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '26-1-1',
  '',
  '2026-11-30T00:00:00Z',
])('knows no day %j', (day) => {
  expect(isCalendarDay(day)).toBe(false);
});
