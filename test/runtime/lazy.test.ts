import { describe, expect, it } from 'vitest';
import { lazy } from '../../shared/runtime/lazy.ts';

describe('lazy', () => {
  it('makes the value at first use and keeps it', () => {
    let made = 0;
    const value = lazy(() => {
      made += 1;
      return { made };
    });
    expect(made).toBe(0);

    expect(value()).toBe(value());
    expect(made).toBe(1);
  });

  it('keeps even an undefined value', () => {
    let made = 0;
    const value = lazy(() => {
      made += 1;
    });
    value();
    value();

    expect(made).toBe(1);
  });

  it('tries again after a failure', () => {
    let tries = 0;
    const value = lazy(() => {
      tries += 1;
      if (tries === 1) throw new Error('Not yet.');
      return tries;
    });

    expect(value).toThrow('Not yet.');
    expect(value()).toBe(2);
  });
});
