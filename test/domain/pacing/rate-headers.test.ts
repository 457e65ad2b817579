import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockedUntil } from '../../../shared/domain/pacing/rate-headers.ts';

const now = Date.parse('2026-11-30T09:00:00.250Z');
const nowSeconds = Math.floor(now / 1_000);
const dayMs = 24 * 3_600_000;

function waitMs(reset: string | undefined, retryAfter?: string): number {
  return blockedUntil({ reset, retryAfter }, now) - now;
}

describe('blockedUntil', () => {
  it.each([
    ['an epoch second, and one on top because it is whole', String(nowSeconds + 20), 20_750],
    ['a number of seconds', '20', 20_000],
    ['nothing', undefined, 1_000],
    ['an epoch second of the past', String(nowSeconds - 300), 1_000],
    [
      'an epoch second five minutes ahead, as with a wrong clock',
      String(nowSeconds + 300),
      120_000,
    ],
    ['the year 2286', '9999999999', 120_000],
    ['epoch milliseconds', String(now + 20_000), 120_000],
    ['zero', '0', 1_000],
    ['a negative number', '-5', 1_000],
    ['an empty text', '', 1_000],
    ['words', 'soon', 1_000],
    ['infinity', 'Infinity', 1_000],
    ['a number with an exponent', '1e300', 120_000],
  ])('reads a RateLimit-Reset of %s', (_what, reset, expectedMs) => {
    expect(waitMs(reset)).toBe(expectedMs);
  });

  it.each([
    ['seconds', '37', 37_000],
    ['less than a second', '0.2', 1_000],
    ['the rest of a day', '80000', 80_000_000],
    ['years', '999999999', dayMs],
    ['a date, which Xero does not send', 'Wed, 21 Oct 2026 07:28:00 GMT', 1_000],
    ['a negative number', '-1', 1_000],
  ])('reads a Retry-After of %s', (_what, retryAfter, expectedMs) => {
    expect(waitMs(undefined, retryAfter)).toBe(expectedMs);
  });

  it('obeys the longer of the two', () => {
    expect(waitMs('5', '30')).toBe(30_000);
    expect(waitMs('50', '30')).toBe(50_000);
  });

  it('always gives a whole instant, a second to two minutes away, whatever RateLimit-Reset says', () => {
    const skewMs = fc.integer({ min: -300_000, max: 300_000 });
    const near = skewMs.map((skew) => String((now + skew) / 1_000));
    const reset = fc.oneof(fc.double().map(String), fc.integer().map(String), fc.string(), near);
    fc.assert(
      fc.property(reset, (text) => {
        expect(
          Number.isSafeInteger(blockedUntil({ reset: text, retryAfter: undefined }, now)),
        ).toBe(true);
        expect(waitMs(text)).toBeGreaterThanOrEqual(1_000);
        expect(waitMs(text)).toBeLessThanOrEqual(120_000);
      }),
      { numRuns: 5_000 },
    );
  });

  it('always gives a whole instant within a day, whatever Retry-After says', () => {
    const retryAfter = fc.oneof(fc.double().map(String), fc.integer().map(String), fc.string());
    fc.assert(
      fc.property(retryAfter, (text) => {
        expect(Number.isSafeInteger(waitMs(undefined, text))).toBe(true);
        expect(waitMs(undefined, text)).toBeGreaterThanOrEqual(1_000);
        expect(waitMs(undefined, text)).toBeLessThanOrEqual(dayMs);
      }),
      { numRuns: 5_000 },
    );
  });
});
