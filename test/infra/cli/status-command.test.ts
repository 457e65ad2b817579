import { describe, expect, it } from 'vitest';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { cliWorld } from './cli-world.ts';

describe('rollerdoor status', () => {
  it('tells of connections, issues with what helps, and the last activity', async () => {
    const { world, access, run } = await cliWorld();
    await world.seedConnection({ status: 'needs_reconnect' });
    await access.issues.raise(anIssue({ label: 'INV-7' }));
    await run('link', 'create', anOperatorId);

    const text = await run('status', anOperatorId);

    expect(text).toContain('Stora: Reconnect needed (Harbour Storage Ltd');
    expect(text).toContain('Xero: Not connected');
    expect(text).toContain('INV-7');
    expect(text).toContain(
      'What helps: Set an accounting code on the unit type or product in Stora, or choose',
    );
    expect(text).toContain('Hosted link created.');
  });

  it('tells what waits, since when and for what, and how much its queues hold', async () => {
    const { world, access, run } = await cliWorld({
      askedQueues: [
        { name: 'changes-xero.fifo', depth: async () => ({ waiting: 12, underWay: 3 }) },
        { name: 'write-backs.fifo', depth: () => Promise.reject(new TypeError('no rights')) },
      ],
    });
    await world.seedConnection({ provider: 'xero', status: 'needs_reconnect' });
    await access.resting.note(
      {
        operatorId: anOperatorId,
        queue: 'changes-xero',
        receiptHandles: ['one', 'two'],
        reason: 'needs_reconnect',
        hiddenAtEpochMs: access.clock.nowEpochMs(),
      },
      0,
    );

    const text = await run('status', anOperatorId);
    const [data] = [JSON.parse(await run('--json', 'status', anOperatorId))];

    expect(text).toMatch(/Waiting: at least 2 changes since .* \(Xero has to be connected again\)/);
    expect(text).toContain('changes-xero.fifo, all operators: 12 waiting, 3 under way');
    expect(text).toContain('write-backs.fifo: could not be asked (TypeError)');
    expect(data).toMatchObject({
      waiting: [{ what: 'at least 2 changes' }],
      queues: [{ waiting: 12 }, { problem: 'TypeError' }],
    });
  });

  it('tells which setting an issue says does not fit any more', async () => {
    const { access, run } = await cliWorld();
    await access.settings.put(
      ledgerSettings({ operatorId: anOperatorId, clearingAccountCode: '091' }),
    );
    const message = 'The account 091 is archived.';
    await access.issues.raise(anIssue({ cause: 'account_archived', message, stand: 'It waits.' }));
    const line = `Setting clearingAccountCode does not fit any more: ${message}`;

    expect(await run('settings', 'show', anOperatorId)).toContain(line);
    const text = await run('status', anOperatorId);
    expect(text).toContain(line);
    expect(text).toContain('What stands: It waits.');
  });

  it('tells once which events Stora does not know, and what was not sent', async () => {
    const { world, access, run } = await cliWorld();
    const { account } = await world.seedConnection({ endpointId: 'endpoint-1' });
    await access.settings.put(ledgerSettings({ operatorId: anOperatorId }));
    const at = '2026-11-30T09:00:00.000Z';
    await access.sourceStates.save({
      operatorId: anOperatorId,
      revision: 0,
      accountId: account.id,
      events: {
        asked: ['invoice.paid', 'invoice.voided'],
        accepted: ['invoice.paid'],
        refused: ['invoice.voided'],
        open: [],
        at,
        since: at,
      },
      gaps: [
        {
          from: at,
          until: at,
          pagesRead: 1,
          invoices: 2,
          sumsMinor: { GBP: 5_050 },
          countedAt: at,
        },
      ],
    });

    const text = await run('status', anOperatorId);

    expect(text.match(/does not know invoice\.voided/g)).toHaveLength(1);
    expect(text).toContain('2 invoices over £50.50 were not sent');
  });

  it('tells of all operators, and nothing of encrypted tokens', async () => {
    const { world, run } = await cliWorld();
    const { sealedTokens } = await world.seedConnection();
    await run('operator', 'add', 'acorn', 'Acorn');

    const text = await run('--json', 'status');

    expect(JSON.parse(text)).toHaveLength(2);
    expect(text).toContain('"status": "connected"');
    expect(text).not.toContain(sealedTokens);
  });
});
