import { describe, expect, it } from 'vitest';
import { sourceSilence as silenceOf } from '../../../shared/domain/reconcile/source-silence.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
/** Monday, at midnight. */
const monday = Date.UTC(2026, 10, 2);

/** Of a source that had something to tell since. */
function sourceSilence(heardEpochMs: number[], nowEpochMs: number) {
  return silenceOf({ heardEpochMs, missedEpochMs: [nowEpochMs] }, nowEpochMs);
}

/** Every hour from nine to five, on working days, for so many days. */
function officeHours(days: number): number[] {
  return Array.from({ length: days }, (_, day) => day)
    .filter((day) => day % 7 < 5)
    .flatMap((day) =>
      Array.from({ length: 9 }, (_, hour) => monday + day * dayMs + (9 + hour) * hourMs),
    );
}

describe('sourceSilence', () => {
  it('knows no habit of what was hardly ever heard', () => {
    expect(sourceSilence([], monday)).toBeUndefined();
    expect(sourceSilence([monday], monday + 90 * dayMs)).toBeUndefined();
    const eight = Array.from({ length: 8 }, (_, at) => monday + at * dayMs);
    expect(sourceSilence(eight, monday + 90 * dayMs)).toBeUndefined();
  });

  it('takes nights and weekends for what they are', () => {
    const heard = officeHours(19);
    const last = Math.max(...heard);

    expect(sourceSilence(heard, last + 64 * hourMs)).toBeUndefined();
    expect(sourceSilence(heard, last + 97 * hourMs)).toEqual({
      heardAtEpochMs: last,
      silentForMs: 97 * hourMs,
      usualGapMs: hourMs,
    });
  });

  it('misses one that tells all day after a day', () => {
    const heard = Array.from({ length: 700 }, (_, at) => monday + at * hourMs);
    const last = Math.max(...heard);

    expect(sourceSilence(heard, last + 24 * hourMs)).toBeUndefined();
    expect(sourceSilence(heard.toReversed(), last + 25 * hourMs)?.silentForMs).toBe(25 * hourMs);
  });

  it('is not blinded by one outage of before', () => {
    const before = Array.from({ length: 200 }, (_, at) => monday + at * hourMs);
    const after = Array.from({ length: 200 }, (_, at) => monday + 20 * dayMs + at * hourMs);
    const last = Math.max(...after);

    expect(sourceSilence([...before, ...after], last + 30 * hourMs)).toBeDefined();
  });

  it('gives one that tells seldom its time', () => {
    const heard = Array.from({ length: 11 }, (_, at) => monday + at * 3 * dayMs);
    const last = Math.max(...heard);

    expect(sourceSilence(heard, last + 8 * dayMs)).toBeUndefined();
    expect(sourceSilence(heard, last + 10 * dayMs)?.usualGapMs).toBe(3 * dayMs);
  });

  it('misses nobody who had nothing to tell', () => {
    const heardEpochMs = Array.from({ length: 700 }, (_, at) => monday + at * hourMs);
    const last = Math.max(...heardEpochMs);
    const now = last + 90 * dayMs;

    expect(silenceOf({ heardEpochMs, missedEpochMs: [] }, now)).toBeUndefined();
    expect(silenceOf({ heardEpochMs, missedEpochMs: [last - hourMs] }, now)).toBeUndefined();
    expect(silenceOf({ heardEpochMs, missedEpochMs: [last + dayMs] }, now)).toBeDefined();
  });
});
