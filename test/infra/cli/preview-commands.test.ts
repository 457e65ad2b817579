import { describe, expect, it } from 'vitest';
import { anOperatorId } from '../../builders/an-operator.ts';
import { cliWorld } from './cli-world.ts';

describe('rollerdoor preview and adoption', () => {
  it('show what would be posted, as lines, as CSV and as JSON', async () => {
    const { run } = await cliWorld();

    expect(await run('preview', anOperatorId)).toContain('1 would go to Xero');
    expect(await run('preview', anOperatorId, '--csv')).toMatch(/^kind,number/);
    expect(JSON.parse(await run('--json', 'preview', anOperatorId))).toMatchObject({
      documents: [{ number: 'HBR-0001' }],
    });
    expect(await run('adoption', anOperatorId)).toContain('Documents: 0 found equal');
    expect(await run('adoption', anOperatorId, '--csv')).toMatch(/^kind,number or name/);
  });

  it('ask for the span that was named, and refuse what is no day', async () => {
    const wishes: unknown[] = [];
    const { run } = await cliWorld({
      readPreview: async (wish) => {
        wishes.push(wish);
        return { kind: 'not_connected' };
      },
    });

    const span = ['--from', '2026-11-01', '--to', '2026-11-05', '--again'];
    await expect(run('preview', anOperatorId, ...span)).rejects.toThrow('no ledger connected');
    await expect(run('adoption', anOperatorId, '--from', 'May')).rejects.toThrow('is no day');

    expect(wishes).toEqual([
      {
        operatorId: anOperatorId,
        target: 'xero',
        purpose: 'preview',
        from: '2026-11-01',
        to: '2026-11-05',
        isFresh: true,
      },
    ]);
  });
});
