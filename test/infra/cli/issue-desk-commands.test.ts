import { describe, expect, it } from 'vitest';
import { aConnection } from '../../builders/a-connection.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { RecordingChangeQueue } from '../../fakes/recording-queues.ts';
import { cliWorld } from './cli-world.ts';

const operatorId = anOperatorId;

async function withIssues() {
  const queue = new RecordingChangeQueue();
  const { run, access, world } = await cliWorld({ queues: { xero: queue } });
  const shared = {
    operatorId,
    cause: 'account_unknown',
    message: 'The account code 999 is not in the chart of accounts.',
    fact: '999',
    amountMinor: 120_450,
    currency: 'GBP',
    customer: '=Grace "Hop" Hopper',
    site: 'Quay',
    issuedAt: '2026-11-29T10:00:00.000Z',
    state: 's',
  };
  const issues = [
    anIssue({ ...shared, sourceId: 'inv_1', label: 'HBR-1' }),
    anIssue({ ...shared, sourceId: 'inv_2', label: 'HBR-2', site: 'Yard' }),
    anIssue({
      operatorId,
      sourceId: 'inv_3',
      label: 'HBR-3',
      cause: 'request_refused',
      requestId: 'corr-9',
    }),
  ];
  for (const { raisedAt: _at, times: _times, ...issue } of issues) await access.issues.raise(issue);
  await access.settings.put(ledgerSettings({ operatorId }));
  for (const provider of ['stora', 'xero'] as const)
    world.connections.seed(aConnection({ operatorId, provider, epoch: 1 }));
  return { run, access, queue };
}

describe('issue list', () => {
  it('shows causes with their sums and records, failures with the id for support', async () => {
    const { run } = await withIssues();

    const text = await run('issue', 'list', operatorId);

    expect(text).toContain('account_unknown: 2, £2,409.00, since 30 Nov 2026, 09:00 UTC');
    expect(text).toContain('    Invoice HBR-1, =Grace "Hop" Hopper, £1,204.50, since');
    expect(text).toMatch(/request_refused \(failed\): 1, no sum.*[\s\S]*corr-9/);
  });

  it('takes cause, site and age', async () => {
    const { run } = await withIssues();
    const idsOf = async (...choice: string[]) =>
      JSON.parse(await run('--json', 'issue', 'list', operatorId, ...choice)).map(
        ({ sourceId }: { sourceId: string }) => sourceId,
      );

    expect(await idsOf()).toEqual(['inv_3', 'inv_1', 'inv_2']);
    expect(await idsOf('--cause', 'account_unknown', '--site', 'Yard')).toEqual(['inv_2']);
    expect(await idsOf('--older-than', '900d')).toEqual([]);
    await expect(run('issue', 'list', operatorId, '--older-than', 'soon')).rejects.toThrow('days');
    await expect(run('issue', 'list', 'nobody')).rejects.toThrow();
  });

  it('is a table for a spreadsheet, in which no name is a formula', async () => {
    const { run } = await withIssues();

    const [head, , first] = (await run('issue', 'list', operatorId, '--csv')).split('\n');

    expect(head).toMatch(/^cause,failed,kind,number,id,customer,site,document day,amount,currency/);
    expect(first).toContain(
      `account_unknown,,invoice,HBR-1,inv_1,"'=Grace ""Hop"" Hopper",Quay,2026-11-29,1204.50,GBP`,
    );
  });
});

describe('issue accept and reopen', () => {
  it('leave a record as it is with the reason, and put it back', async () => {
    const { run, queue } = await withIssues();

    expect(await run('issue', 'accept', operatorId, 'hbr-1', '--reason', 'By hand.')).toBe(
      'HBR-1: left as it is\n',
    );
    expect(await run('issue', 'list', operatorId, '--accepted')).toMatch(
      /left as it is: HBR-1, .* by partner: By hand\./,
    );
    expect(await run('issue', 'list', operatorId)).toContain('account_unknown: 1,');
    await run('issue', 'retry', operatorId, '--all');
    expect(queue.messages().map(({ sourceId }) => sourceId)).not.toContain('inv_1');

    expect(await run('issue', 'reopen', operatorId, 'inv_1')).toBe('HBR-1: waits again\n');
    expect(await run('issue', 'list', operatorId)).toContain('account_unknown: 2,');
  });

  it('leave all records of a cause as they are, and put them back', async () => {
    const { run } = await withIssues();
    const all = [operatorId, '--cause', 'account_unknown'];

    expect(await run('issue', 'accept', ...all, '--reason', 'Agreed.')).toBe(
      'account_unknown: 2 left as they are\n',
    );
    expect(await run('issue', 'list', operatorId)).not.toContain('account_unknown');
    expect(await run('issue', 'accept', ...all, '--reason', ' ')).toContain('give a reason');
    expect(await run('issue', 'reopen', ...all)).toBe('account_unknown: 2 wait again\n');
    expect(await run('issue', 'list', operatorId)).toContain('account_unknown: 2,');
    await expect(run('issue', 'accept', operatorId, '--reason', 'x')).rejects.toThrow('either');
    await expect(run('issue', 'reopen', ...all, 'HBR-1')).rejects.toThrow('either');
  });

  it('refuse what does not wait, and want a reason', async () => {
    const { run } = await withIssues();

    await expect(run('issue', 'accept', operatorId, 'HBR-9', '--reason', 'x')).rejects.toThrow(
      'does not wait',
    );
    await expect(run('issue', 'accept', operatorId, 'HBR-1')).rejects.toThrow('reason');
    expect(await run('issue', 'accept', operatorId, 'HBR-1', '--reason', ' ')).toContain(
      'give a reason',
    );
  });
});

describe('issue post-differently', () => {
  const cause = ['--cause', 'account_unknown'];

  it('shows what can be chosen, and then uses it from now on', async () => {
    const { run, access, queue } = await withIssues();
    expect(await run('issue', 'post-differently', operatorId, ...cause)).toMatch(
      /--code "999" \(2 wait\)\n {2}--use 200 {2}200 /,
    );

    const choice = [...cause, '--code', '999', '--use', '200'];
    expect(await run('issue', 'post-differently', operatorId, ...choice)).toBe(
      'Saved. 2 queued to be tried again.\n',
    );

    expect(await access.settings.get(operatorId, 'xero')).toMatchObject({
      version: 1,
      savedBy: 'partner',
      accountMap: { 999: '200' },
    });
    expect(queue.messages()).toHaveLength(2);
  });

  it('changes nothing for what is not offered', async () => {
    const { run, access } = await withIssues();

    const choice = [...cause, '--code', '999', '--use', '998'];
    await expect(run('issue', 'post-differently', operatorId, ...choice)).rejects.toThrow(
      'cannot be chosen',
    );
    const other = [...cause, '--code', '111', '--use', '200'];
    await expect(run('issue', 'post-differently', operatorId, ...other)).rejects.toThrow(
      'Nothing waits',
    );
    expect((await access.settings.get(operatorId, 'xero'))?.version).toBe(0);
  });
});
