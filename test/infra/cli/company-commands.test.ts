import { describe, expect, it } from 'vitest';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { cliWorld } from './cli-world.ts';

describe('rollerdoor company find', () => {
  async function connected() {
    const cli = await cliWorld();
    await cli.world.operators.add(anOperator({ operatorId: 'rival' }));
    const provider = 'xero';
    const acorn = { id: 'TENANT-1', name: 'Acorn Self Storage Ltd' };
    const quay = { id: 'tenant-2', name: 'Quay' };
    await cli.world.seedConnection({ provider, account: acorn });
    await cli.world.seedConnection({
      operatorId: 'rival',
      provider,
      account: quay,
      status: 'needs_reconnect',
    });
    return cli;
  }

  it.each(['acorn self', 'tenant-1'])('names the operator that has it: %s', async (nameOrId) => {
    const { run } = await connected();

    expect(await run('company', 'find', nameOrId)).toBe(
      `${anOperatorId}  Xero: Acorn Self Storage Ltd (TENANT-1), connected\n`,
    );
  });

  it('answers in JSON without anything sealed', async () => {
    const { run } = await connected();

    const answer = JSON.parse(await run('--json', 'company', 'find', 'quay'));

    const account = { id: 'tenant-2', name: 'Quay' };
    expect(answer).toEqual([
      { operatorId: 'rival', provider: 'xero', account, status: 'needs_reconnect' },
    ]);
  });

  it('says that nobody has it', async () => {
    const { run } = await connected();

    expect(await run('company', 'find', 'nowhere')).toContain('No operator is connected');
  });
});
