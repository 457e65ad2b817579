import { describe, expect, it } from 'vitest';
import { nextSpan, spanOf, sweepSpans } from '../../../shared/domain/write-back/sweep-spans.ts';

const minute = 60_000;
const hour = 60 * minute;

/** At which ticks, five minutes apart, a debt of this instant is sent. */
function ticksOf(savedAtEpochMs: number, days: number): number[] {
  const ticks = Array.from({ length: days * 24 * 12 }, (_, at) => at * 5 * minute);
  return ticks.filter((now) =>
    sweepSpans(now).some(
      (span) => savedAtEpochMs >= span.fromEpochMs && savedAtEpochMs < span.beforeEpochMs,
    ),
  );
}

describe('the ages at which a debt is swept', () => {
  it('begin at ten minutes', () => {
    const [first] = ticksOf(0, 1);
    expect(first).toBe(10 * minute);
  });

  it('come every hour of the first day, each at two ticks', () => {
    const firstDay = ticksOf(0, 1);

    expect(firstDay).toHaveLength(48);
    expect(firstDay.slice(0, 4).map((tick) => tick / minute)).toEqual([10, 15, 70, 75]);
  });

  it('come every week after that, for a year: who waits for an operator has not failed', () => {
    const weekly = Array.from({ length: 52 }, (_, week) => week + 3).filter((week) =>
      sweepSpans(week * 7 * 24 * hour + 10 * minute).some(
        ({ fromEpochMs, beforeEpochMs }) => fromEpochMs <= 0 && beforeEpochMs > 0,
      ),
    );

    expect(weekly).toEqual(Array.from({ length: 50 }, (_, week) => week + 3));
  });

  it('come every day for the first two weeks', () => {
    const ticks = ticksOf(0, 20);

    expect(ticks).toHaveLength(48 + 13 * 2);
    expect(Math.floor((ticks.at(-1) ?? 0) / (24 * hour))).toBe(13);
  });

  it('leave no debt out, whatever its millisecond, though a tick be missing', () => {
    for (const savedAt of [1, 59_999, 4 * minute + 59_999, 5 * minute + 1]) {
      expect(ticksOf(savedAt, 1).length).toBeGreaterThanOrEqual(46);
    }
  });

  it('have names of their own, by which a copy within one span is known', () => {
    const names = sweepSpans(0).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('a search through debts from old to young', () => {
  const now = 100 * 24 * hour;
  const spans = sweepSpans(now);

  it('takes a debt for due exactly where the ages do', () => {
    const aged = (age: number) => spanOf(now - age, spans)?.name;

    expect([9, 10, 19, 20, 69, 70].map((age) => aged(age * minute))).toEqual([
      undefined,
      '0h',
      '0h',
      undefined,
      undefined,
      '1h',
    ]);
  });

  it('goes on with the span that it is in, or the next one, and ends behind the youngest', () => {
    const from = (age: number) => nextSpan(now - age, spans)?.name;

    expect(from(75 * minute)).toBe('1h');
    expect(from(65 * minute)).toBe('0h');
    expect(from(15 * minute)).toBe('0h');
    expect(from(9 * minute)).toBeUndefined();
  });
});
