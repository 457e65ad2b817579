import { describe, expect, it } from 'vitest';
import { readSimOptions } from './sim-options.ts';

describe('the options of the simulation', () => {
  it('have usual values', () => {
    expect(readSimOptions([])).toEqual({
      seeds: 200,
      from: 1,
      cores: 2,
      seconds: undefined,
      replay: undefined,
      isStoppedByViolation: false,
    });
  });

  it('are taken from the command line', () => {
    const args = [
      '--seeds',
      '2000',
      '--from',
      '501',
      '--cores',
      '4',
      '--seconds',
      '60',
      '--stop-at-first',
    ];
    expect(readSimOptions(args)).toEqual({
      seeds: 2000,
      from: 501,
      cores: 4,
      seconds: 60,
      replay: undefined,
      isStoppedByViolation: true,
    });
  });

  it('take the seed to replay from the environment', () => {
    expect(readSimOptions([], { SIM_SEED: '123' }).replay).toBe(123);
  });

  it.each([
    [['--seeds', '0'], /--seeds takes a whole number from 1/],
    [['--cores', 'many'], /--cores takes a whole number/],
    [['--sedes', '5'], /Unknown option/],
  ])('say what is wrong with %j', (args, says) => {
    expect(() => readSimOptions(args)).toThrow(says);
  });
});
