import { describe, expect, it } from 'vitest';
import { acceptIssue } from '../../../shared/application/issues/accept-issue.ts';
import {
  loadChoices,
  postDifferently,
} from '../../../shared/application/issues/post-differently.ts';
import { InMemorySettingsVersions } from '../../fakes/in-memory-settings-versions.ts';
import { startWakingWorld, type WakingWorld } from './waking-world.ts';

const operatorId = 'acorn';

function deps(world: WakingWorld) {
  return {
    ...world.retrying,
    catalogueOf: () => {
      const { catalogue } = world.ports.ledgers.xero();
      catalogue.forget(world.clock.nowEpochMs());
      return catalogue.read();
    },
    settingsVersions: new InMemorySettingsVersions(),
  };
}

/** Bookings of two customers, whose lines have a code that the ledger does not know. */
async function withUnknownCode(options: Parameters<typeof startWakingWorld>[0] = {}) {
  const world = await startWakingWorld(options);
  const { contact } = await world.press('new-booking', {
    full_name: 'Grace Hopper',
    email: 'grace@example.com',
  });
  await world.work();
  for (const accountingCode of ['RENT', 'RENT', 'BOXES'])
    await world.press('special-invoice', { contactId: contact.id, accountingCode });
  await world.work();
  return { world, deps: deps(world) };
}

const unknown = { operatorId, target: 'xero', cause: 'account_unknown' } as const;

async function accountsOf(world: WakingWorld, number: string): Promise<string[]> {
  const { invoices } = await world.xeroState();
  const found = invoices.find((invoice: { number: string }) => invoice.number === number);
  return (found?.lines ?? []).map((line: { accountCode: string }) => line.accountCode);
}

describe('posting what waits for a code differently', () => {
  it('offers for each code the accounts that the ledger takes on a sale', async () => {
    const { deps: ports } = await withUnknownCode();

    const choosing = await loadChoices(ports, unknown);

    expect(choosing?.map(({ subject, records }) => [subject.code, records]).sort()).toEqual([
      ['BOXES', 1],
      ['RENT', 2],
    ]);
    const values = choosing?.[0]?.choices.map(({ value }) => value) ?? [];
    expect(values).toContain('200');
    expect(values).not.toContain('090');
    expect(choosing?.[0]?.choices.find(({ value }) => value === '200')?.words).toMatch(/^200 \w/);
  });

  it('saves a version of the settings, and sends what waits for that code, and no other', async () => {
    const { world, deps: ports } = await withUnknownCode();

    const answer = await postDifferently(
      ports,
      { ...unknown, code: 'RENT', value: '200' },
      'operator',
    );
    await world.work();

    expect(answer).toEqual({ kind: 'saved', records: 2, isConnected: true });
    expect(await world.causes()).toEqual(['invoice account_unknown']);
    expect(await world.stores.settings.get(operatorId, 'xero')).toMatchObject({
      version: 1,
      savedBy: 'operator',
      accountMap: { RENT: '200' },
    });
    expect(
      await ports.settingsVersions.latest({ operatorId, target: 'xero', atMost: 9 }),
    ).toMatchObject([
      { version: 1, changes: [{ field: 'accountMap', of: 'RENT', to: '200' }] },
      { version: 0 },
    ]);
    const invoices = (await world.xeroState()).invoices.map(
      ({ number }: { number: string }) => number,
    );
    expect(await accountsOf(world, invoices.at(-1))).toEqual(['200']);
  });

  it('leaves what was accepted alone', async () => {
    const { world, deps: ports } = await withUnknownCode();
    for (const issue of await world.stores.issues.list(operatorId))
      if (issue.fact === 'RENT')
        await acceptIssue(world.ports, { key: issue, reason: 'By hand.' }, 'operator');

    const wish = { ...unknown, code: 'RENT', value: '200' };
    expect(await postDifferently(ports, wish, 'operator')).toEqual({ kind: 'no_such_issue' });
    expect(await world.stores.settings.get(operatorId, 'xero')).toMatchObject({ accountMap: {} });
  });

  it.each(['999', '090', 'RENT', ''])(
    'refuses the account %s, and changes nothing',
    async (value) => {
      const { world, deps: ports } = await withUnknownCode();

      const answer = await postDifferently(ports, { ...unknown, code: 'RENT', value }, 'operator');

      expect(answer).toEqual({ kind: 'no_such_choice' });
      expect(await world.stores.settings.get(operatorId, 'xero')).toMatchObject({ version: 0 });
      expect(world.retries()).toEqual([]);
    },
  );

  it('is done once where it is pressed twice', async () => {
    const { world, deps: ports } = await withUnknownCode();
    const wish = { ...unknown, code: 'RENT', value: '200' };
    await postDifferently(ports, wish, 'operator');
    await postDifferently(ports, wish, 'operator');
    await world.work();

    expect((await world.stores.settings.get(operatorId, 'xero'))?.version).toBe(1);
    expect((await world.xeroState()).invoices).toHaveLength(3);
  });

  it('is finished by the sweep where the worker died after the settings were saved', async () => {
    const { world, deps: ports } = await withUnknownCode();
    world.changes.faults.failNext('sendAll', new Error('The queue is away.'));
    const wish = { ...unknown, code: 'RENT', value: '200' };
    await expect(postDifferently(ports, wish, 'operator')).rejects.toThrow('away');
    expect(world.retries()).toEqual([]);

    for (const _sweep of [1, 2]) {
      await world.sweep();
      await world.work();
    }

    expect(await world.causes()).toEqual(['invoice account_unknown']);
  });

  it('chooses among tax rates of one height, for that account', async () => {
    const world = await startWakingWorld();
    await world.pressXero('account-tax', { code: '200', taxType: '' });
    await world.pressXero('tax-rate', { taxType: 'LOCAL20', name: 'Local 20 %', percent: '20' });
    await world.press('month-end-run', { count: 1 });
    await world.work();
    const asked = { operatorId, target: 'xero', cause: 'tax_rate_ambiguous' } as const;
    const [choosing] = (await loadChoices(deps(world), asked)) ?? [];
    expect(choosing?.subject).toEqual({ kind: 'tax', code: '200' });
    const [value = ''] = choosing?.choices.map((choice) => choice.value) ?? [];

    const wish = { ...asked, code: '200', value };
    expect(await postDifferently(deps(world), wish, 'partner')).toMatchObject({ kind: 'saved' });
    await world.work();

    expect(await world.causes()).toEqual([]);
    expect((await world.stores.settings.get(operatorId, 'xero'))?.taxRules).toEqual([
      { accountCode: '200', rateBasisPoints: 2_000, taxType: value },
    ]);
  });

  it('chooses where payments arrive', async () => {
    const world = await startWakingWorld({ settings: { clearingAccountCode: undefined } });
    await world.press('month-end-run', { count: 1 });
    await world.press('pay-all');
    await world.work();
    const asked = { operatorId, target: 'xero', cause: 'clearing_account_missing' } as const;

    await postDifferently(deps(world), { ...asked, code: '', value: '091' }, 'operator');
    await world.work();

    expect(await world.causes()).toEqual([]);
    expect(await world.stores.settings.get(operatorId, 'xero')).toMatchObject({
      clearingAccountCode: '091',
    });
  });

  it('says so where the ledger is not connected', async () => {
    const { world, deps: ports } = await withUnknownCode();
    const connection = await world.stores.connections.get({ operatorId, provider: 'xero' });
    if (connection) world.stores.connections.seed({ ...connection, status: 'needs_reconnect' });

    expect(await loadChoices(ports, unknown)).toBeUndefined();
    const wish = { ...unknown, code: 'RENT', value: '200' };
    expect(await postDifferently(ports, wish, 'operator')).toEqual({ kind: 'not_connected' });
  });
});
