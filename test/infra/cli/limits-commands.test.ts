import { describe, expect, it } from 'vitest';
import { anOperatorId } from '../../builders/an-operator.ts';
import { cliWorld } from './cli-world.ts';

describe('rollerdoor limits', () => {
  it('agrees higher caps, shows them, and goes back', async () => {
    const { access, run, world } = await cliWorld();

    expect(await run('limits', 'agree', anOperatorId, 'stora', '20/1', '300/60')).toContain(
      'Agreed: 20/1 300/60',
    );
    expect(await run('limits', 'show', anOperatorId, 'stora')).toContain('Agreed: 20/1 300/60');
    expect((await access.rates.get(anOperatorId, 'stora'))?.agreed).toEqual([
      { limit: 20, windowMs: 1_000 },
      { limit: 300, windowMs: 60_000 },
    ]);

    await run('limits', 'reset', anOperatorId, 'stora');
    expect(await run('limits', 'show', anOperatorId, 'stora')).toContain('The usual caps.');
    expect(world.activities.all().map(({ detail }) => detail.caps)).toEqual([
      '20/1 300/60',
      'usual',
    ]);
  });

  it.each([
    [['agree', anOperatorId, 'stora', 'many'], 'Write calls per seconds'],
    [['agree', anOperatorId, 'stora', '0/60'], 'Nothing was changed'],
    [['agree', anOperatorId, 'sage', '60/60'], 'There are: stora, xero'],
    [['show', 'nobody', 'stora'], 'nobody'],
  ])('explains what is wrong with %j', async (args, words) => {
    const { run } = await cliWorld();

    await expect(run('limits', ...args)).rejects.toThrow(words);
  });
});
