import { describe, expect, it } from 'vitest';
import { aConnection } from '../../builders/a-connection.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { cliWorld } from './cli-world.ts';

describe('rollerdoor switch-on and switch-off', () => {
  it('switch, keep who did it, and have what waited looked at', async () => {
    const { access, run } = await cliWorld();
    await access.settings.put(ledgerSettings({ posting: { isOn: false }, version: 2 }));

    expect(await run('switch-on', anOperatorId)).toContain('goes on within 5 minutes');

    const posting = (await access.settings.get(anOperatorId, 'xero'))?.posting;
    expect(posting).toMatchObject({ isOn: true, by: 'partner', settingsVersion: 2 });
    const due = await access.aside.due(access.clock.nowEpochMs() + 1, 10);
    expect(due.map(({ queue }) => queue)).toEqual(['changes-xero']);
    expect(await run('switch-on', anOperatorId)).toContain('so already');
    expect(await run('aside', anOperatorId)).toContain('goes on within 5 minutes');
    expect(await run('switch-off', anOperatorId)).toContain('waits until it is switched on');
    expect((await access.settings.get(anOperatorId, 'xero'))?.posting?.isOn).toBe(false);
  });

  it('say on `aside` that the switch is what is waited for', async () => {
    const { access, world, run } = await cliWorld();
    await access.settings.put(ledgerSettings());
    for (const provider of ['stora', 'xero'] as const)
      world.connections.seed(aConnection({ provider }));
    await run('switch-off', anOperatorId);

    expect(await run('aside', anOperatorId)).toContain('waits until posting is switched on');
  });

  it('have nothing to switch before a ledger was connected', async () => {
    const { run } = await cliWorld();

    await expect(run('switch-on', anOperatorId)).rejects.toThrow('no settings yet');
  });
});

describe('rollerdoor operator add --switch-on', () => {
  it('notes that an engineer answers for the settings', async () => {
    const { world, run } = await cliWorld();

    await run('operator', 'add', 'acorn', 'Acorn', '--switch-on');
    await run('operator', 'add', 'bravo', 'Bravo');

    expect(await world.operators.get('acorn')).toMatchObject({ postsAtOnce: true });
    expect(await world.operators.get('bravo')).not.toHaveProperty('postsAtOnce');
  });
});
