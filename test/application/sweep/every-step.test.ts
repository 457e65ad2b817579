import { describe, expect, it } from 'vitest';
import { everyStep } from '../../../shared/application/sweep/every-step.ts';

describe('everyStep', () => {
  it('runs each step whatever became of the others, in order, and then tells the first failure', async () => {
    const ran: string[] = [];
    const step = (name: string, failure?: Error) => async () => {
      ran.push(name);
      if (failure !== undefined) throw failure;
    };
    const first = new Error('The endpoint could not be registered.');

    const outcome = everyStep([
      step('endpoint', first),
      step('pairs', new Error('x')),
      step('pace'),
    ]);

    await expect(outcome).rejects.toBe(first);
    expect(ran).toEqual(['endpoint', 'pairs', 'pace']);
  });

  it('is through where nothing failed', async () => {
    await expect(everyStep([async () => 1, async () => undefined])).resolves.toBeUndefined();
  });
});
