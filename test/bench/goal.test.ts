import { describe, expect, it } from 'vitest';
import { atLeast, atMost } from './goal.ts';

describe('a goal', () => {
  it('that is a ceiling holds up to what is allowed and not above', () => {
    expect(atMost('seconds', 7, 7).holds).toBe(true);
    expect(atMost('seconds', 7.1, 7).holds).toBe(false);
  });

  it('that is a floor holds from what is asked', () => {
    expect(atLeast('calls', 75, 75).holds).toBe(true);
    expect(atLeast('calls', 74.9, 75).holds).toBe(false);
  });
});
