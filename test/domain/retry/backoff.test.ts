import { describe, expect, it } from 'vitest';
import { backoffSeconds } from '../../../shared/domain/retry/backoff.ts';

describe('backoffSeconds', () => {
  it.each([
    [0, 20],
    [1, 20],
    [2, 40],
    [5, 320],
    [6, 640],
    [7, 900],
    [1_000, 900],
  ])('after try %i waits %i s', (tries, seconds) => {
    expect(backoffSeconds(tries)).toBe(seconds);
  });

  it('reaches a day of trying long before the queue’s backstop of 1,000 receives', () => {
    let receives = 0;
    for (let waited = 0; waited < 24 * 3_600; waited += backoffSeconds(receives)) receives += 1;
    expect(receives).toBeLessThan(200);
  });
});
