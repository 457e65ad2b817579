import { describe, expect, it } from 'vitest';
import { ended } from '../../../shared/domain/nights/night.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { nightStartEpochMs } from '../../builders/a-night.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { RecordingNightQueue } from '../../fakes/recording-queues.ts';
import { cliWorld } from './cli-world.ts';

async function connected() {
  const nightQueue = new RecordingNightQueue();
  const made = await cliWorld({ nightQueue });
  made.world.connections.seed(aConnection({ provider: 'stora' }));
  made.world.connections.seed(aConnection({ provider: 'xero' }));
  await made.access.settings.put(ledgerSettings());
  return { ...made, nightQueue };
}

describe('reconcile', () => {
  it('begins a night at once, one at a time', async () => {
    const { run, access, nightQueue } = await connected();

    expect(await run('reconcile', anOperatorId)).toContain('Begun.');
    await expect(run('reconcile', anOperatorId)).rejects.toThrow('one is under way');

    expect(await access.nights.get(anOperatorId, 'xero')).toMatchObject({
      ...{ status: 'running', reason: 'asked', startedBy: 'partner' },
    });
    expect(nightQueue.messages()).toHaveLength(1);
  });

  it('compares one month where that is asked for, and it is one', async () => {
    const { run, access } = await connected();
    await expect(run('reconcile', anOperatorId, '--month', 'May')).rejects.toThrow('is no month');
    await expect(run('reconcile', anOperatorId, '--month', '2020-01')).rejects.toThrow(
      'of that month are left alone',
    );

    await run('reconcile', anOperatorId, '--month', '2026-11');
    expect((await access.nights.get(anOperatorId, 'xero'))?.months).toEqual(['2026-11']);
  });

  it('follows it to its end, and says what it came to', async () => {
    const { run, access, ended: codes } = await connected();
    await run('reconcile', anOperatorId);
    const night = await access.nights.get(anOperatorId, 'xero');
    if (night === undefined) throw new Error('There is no night.');
    const through = { ...night, found: { missing: 2 }, repaired: 2, unexplainedMinor: 5 };
    await access.nights.save(ended(through, { status: 'done' }, nightStartEpochMs));
    Object.assign(access.nightQueue, {
      send: async () => {
        const begun = await access.nights.get(anOperatorId, 'xero');
        if (begun === undefined) throw new Error('There is no night.');
        const { revision, runId } = begun;
        await access.nights.save(
          ended({ ...through, revision, runId }, { status: 'done' }, nightStartEpochMs),
        );
      },
    });

    const told = await run('reconcile', anOperatorId, '--watch');

    expect(told).toContain('2 missing');
    expect(told).toContain('Brought over: 2. Explained by nothing: 5 minor units.');
    expect(codes).toEqual([1]);
  });

  it('does not begin while a side is missing, or the target is switched off', async () => {
    const { run, access, world } = await connected();
    await access.settings.put(ledgerSettings({ posting: { isOn: false } }));
    await expect(run('reconcile', anOperatorId)).rejects.toThrow('switched off');

    world.connections.seed(aConnection({ provider: 'xero', status: 'disconnected' }));
    await expect(run('reconcile', anOperatorId)).rejects.toThrow('connected first');
  });
});
