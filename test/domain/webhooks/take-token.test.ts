import { describe, expect, it } from 'vitest';
import { takeToken } from '../../../shared/domain/webhooks/take-token.ts';

const rate = { burst: 3, perSecond: 2 };

/** Takes one at each of the instants (milliseconds); what each has to wait, in seconds. */
function waits(instants: number[]): number[] {
  let bucket: Parameters<typeof takeToken>[0];
  return instants.map((nowEpochMs) => {
    const taken = takeToken(bucket, rate, nowEpochMs);
    bucket = taken.bucket;
    return taken.retryAfterSeconds;
  });
}

describe('a bucket of three that refills two a second', () => {
  it.each([
    ['gives three at once and then none', [0, 0, 0, 0], [0, 0, 0, 1]],
    ['gives another one after half a second', [0, 0, 0, 500, 500], [0, 0, 0, 0, 1]],
    ['gives none a moment too early', [0, 0, 0, 499], [0, 0, 0, 1]],
    [
      'is full again and no fuller after an hour',
      [0, 0, 0, 3_600_000, 3_600_000, 3_600_000, 3_600_000],
      [0, 0, 0, 0, 0, 0, 1],
    ],
    [
      'loses nothing by what is refused',
      [0, 0, 0, 100, 200, 300, 400, 500],
      [0, 0, 0, 1, 1, 1, 1, 0],
    ],
    ['gives nothing for a clock that is set back', [1_000, 1_000, 1_000, 0], [0, 0, 0, 1]],
  ])('%s', (_name, instants, expected) => {
    expect(waits(instants)).toEqual(expected);
  });

  it('says how long it takes at a slow rate', () => {
    const slow = { burst: 1, perSecond: 0.1 };
    const { bucket } = takeToken(undefined, slow, 0);

    expect(takeToken(bucket, slow, 4_000).retryAfterSeconds).toBe(6);
  });
});
