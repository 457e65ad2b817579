import { describe, expect, it } from 'vitest';
import { aBackfillRun } from '../../builders/a-backfill-run.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { RecordingPageQueue } from '../../fakes/recording-queues.ts';
import { cliWorld } from './cli-world.ts';

async function connected() {
  const pages = new RecordingPageQueue();
  const made = await cliWorld({ pages });
  made.world.connections.seed(aConnection({ provider: 'stora' }));
  made.world.connections.seed(aConnection({ provider: 'xero' }));
  await made.access.settings.put(ledgerSettings());
  return { ...made, pages };
}

describe('backfill', () => {
  it('begins a run from the start date on, once', async () => {
    const { run, access, pages } = await connected();

    expect(await run('backfill', 'start', anOperatorId)).toContain('Begun.');
    await expect(run('backfill', 'start', anOperatorId)).rejects.toThrow('a run is under way');

    expect(await access.backfills.get(anOperatorId, 'xero')).toMatchObject({
      status: 'running',
      issuedFrom: '2026-10-31T10:00:00.000Z',
      startedBy: 'partner',
    });
    expect(pages.messages()).toHaveLength(1);
  });

  it('begins from another day, where it is one', async () => {
    const { run, access } = await connected();

    for (const day of ['April', '2026-13-45', '2026-02-30'])
      await expect(run('backfill', 'start', anOperatorId, '--from', day)).rejects.toThrow(
        'is no day',
      );
    await run('backfill', 'start', anOperatorId, '--from', '2026-04-01');

    const started = await access.backfills.get(anOperatorId, 'xero');
    expect(started?.issuedFrom).toBe('2026-03-31T10:00:00.000Z');
  });

  it('does not begin while a side is missing, or the target is switched off', async () => {
    const { run, access, world } = await connected();
    await access.settings.put(ledgerSettings({ posting: { isOn: false } }));
    await expect(run('backfill', 'start', anOperatorId)).rejects.toThrow('switched off');

    world.connections.seed(aConnection({ provider: 'xero', status: 'disconnected' }));
    await expect(run('backfill', 'start', anOperatorId)).rejects.toThrow('connected first');
  });

  it('pauses, resumes and cancels, each when it makes sense', async () => {
    const { run } = await connected();
    await expect(run('backfill', 'pause', anOperatorId)).rejects.toThrow('There is no run.');
    await run('backfill', 'start', anOperatorId);

    expect(await run('backfill', 'pause', anOperatorId)).toContain('Paused.');
    await expect(run('backfill', 'pause', anOperatorId)).rejects.toThrow('Nothing was changed');
    expect(await run('backfill', 'status', anOperatorId)).toContain('xero: paused');
    expect(await run('backfill', 'resume', anOperatorId)).toContain('It goes on.');
    expect(await run('backfill', 'cancel', anOperatorId)).toContain('Cancelled.');
    expect(await run('backfill', 'start', anOperatorId)).toContain('Begun.');
  });

  it('watches a run to its end, a line of JSON at a time', async () => {
    const { run, access } = await connected();
    const tally = { found: 120, posted: 100, adopted: 10, parked: 4, left: 6 };
    await access.backfills.save(aBackfillRun({ status: 'done', tally }));

    const lines = (await run('backfill', 'watch', anOperatorId)).trim().split('\n');

    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { status: 'done', percent: 100, ...tally },
    ]);
  });
});
