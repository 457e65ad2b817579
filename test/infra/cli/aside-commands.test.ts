import { describe, expect, it } from 'vitest';
import { aChangeMessage } from '../../builders/a-change-message.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { cliWorld } from './cli-world.ts';

const key = { operatorId: anOperatorId, queue: 'changes-xero' };

describe('aside', () => {
  it('tells that nothing stands aside', async () => {
    const { run } = await cliWorld();

    expect(await run('aside', anOperatorId)).toBe('Nothing stands aside.\n');
  });

  it('tells what stands aside and for what it waits, and has it looked at with the next sweep', async () => {
    const { run, access, world } = await cliWorld();
    world.connections.seed(aConnection({ provider: 'stora' }));
    world.connections.seed(aConnection({ provider: 'xero', status: 'needs_reconnect' }));
    const sinceEpochMs = Date.parse('2026-11-02T08:00:00.000Z');
    await access.aside.put(key, [{ message: aChangeMessage(), sequence: '1' }], sinceEpochMs);
    await access.aside.lookNext(key, world.clock.nowEpochMs() + 86_400_000);

    expect(await run('aside', anOperatorId)).toBe(
      'changes-xero: about 1 since 2026-11-02T08:00:00.000Z, waits for somebody to connect again\n',
    );
    expect(await access.aside.due(world.clock.nowEpochMs() + 1, 10)).toHaveLength(1);

    world.connections.seed(aConnection({ provider: 'xero' }));
    expect(await run('aside', anOperatorId)).toContain('goes on within 5 minutes');
  });
});
