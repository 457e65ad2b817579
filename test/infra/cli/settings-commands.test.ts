import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import type { Catalogue } from '../../../shared/domain/ledger/drafts.ts';
import { aCatalogue, anAccount } from '../../builders/a-catalogue.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { aSourceUses } from '../../builders/source-uses.ts';
import { cliWorld } from './cli-world.ts';

async function worldWith(settings: Partial<LedgerSettings> = {}, catalogue = aCatalogue()) {
  const cli = await cliWorld();
  await cli.access.settings.put(ledgerSettings(settings));
  const { get } = cli.access.settings;
  cli.access.settingsFactsOf = async ({ operatorId, target }) => {
    const stored = await get.call(cli.access.settings, operatorId, target);
    const uses = { ok: true, value: aSourceUses() } as const;
    return (
      stored && {
        settings: stored,
        catalogue: { ok: true, value: catalogue },
        uses,
        callsPerDay: 5_000,
      }
    );
  };
  return cli;
}

describe('rollerdoor settings check', () => {
  it('says healthy in one word, and ends well', async () => {
    const { run, ended } = await worldWith();

    expect(await run('settings', 'check', anOperatorId)).toBe('healthy\n');
    expect(ended).toEqual([]);
  });

  it('names what is wrong and what to do, and ends with 1', async () => {
    const { run, ended } = await worldWith({ uncollectible: 'credit' });

    const text = await run('settings', 'check', anOperatorId);
    const data = JSON.parse(await run('settings', 'check', anOperatorId, '--json'));

    expect(text).toMatch(/^not healthy\npolicies: Bad debts.*Choose an account/);
    expect(data).toMatchObject({ isHealthy: false, findings: [{ cause: 'bad_debt_missing' }] });
    expect(ended).toEqual([1, 1]);
  });

  it.each([
    [{ ok: false, reason: 'not_connected' } as const, /Xero is not connected/],
    [{ ok: false, reason: 'busy', retryAfterSeconds: 30 } as const, /for 30 seconds/],
  ])('says that it is not known while the ledger cannot be read', async (catalogue, words) => {
    const { run, access } = await worldWith();
    const settings = ledgerSettings();
    const uses = { ok: true, value: aSourceUses() } as const;
    access.settingsFactsOf = async () => ({ settings, catalogue, uses, callsPerDay: undefined });

    await expect(run('settings', 'check', anOperatorId)).rejects.toThrow(words);
  });

  it('says what to do for an operator without settings', async () => {
    const { run } = await cliWorld();

    await expect(run('settings', 'check', anOperatorId)).rejects.toThrow('no settings yet');
  });
});

describe('rollerdoor settings history', () => {
  it('lists who changed what, the newest first', async () => {
    const { run } = await worldWith();
    expect(await run('settings', 'history', anOperatorId)).toContain('Nothing was changed yet');
    await run('settings', 'set', anOperatorId, 'paymentTermsDays', '14');
    await run('settings', 'set', anOperatorId, 'accountMap', '{"RENT":"200"}');

    const lines = (await run('settings', 'history', anOperatorId)).trim().split('\n');

    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^2 .*whoever set Rollerdoor up.*Account for RENT: 200$/);
    expect(lines[1]).toMatch(/^1 .*Days until invoices are due: 0, now 14$/);
    expect(lines[2]).toMatch(/^0 {2}before there were versions/);
  });
});

describe('rollerdoor settings export and import', () => {
  const chosen: Partial<LedgerSettings> = {
    accountMap: { RENT: '200' },
    depositAccountCode: '825',
    taxRules: [{ accountCode: '200', rateBasisPoints: 2000, taxType: 'OUTPUT2' }],
    siteOptions: { site_1: 'opt-harbour' },
    paymentTermsDays: 14,
    sites: { site_1: { setting: 'Location', categoryId: 'c', optionId: 'o' } },
    posting: { isOn: true },
  };

  async function exported(overrides: Partial<LedgerSettings> = {}) {
    const file = join(mkdtempSync(join(tmpdir(), 'settings-')), 'settings.json');
    const { run } = await worldWith({ ...chosen, ...overrides });
    await run('settings', 'export', anOperatorId, file);
    return file;
  }

  /** Another organisation: other codes and ids for the same names. */
  function otherOrganisation(): Catalogue {
    const { accounts, taxRates, trackingCategories } = aCatalogue();
    const codes: Record<string, string> = { '200': '4000', '825': '2100' };
    return aCatalogue({
      accounts: accounts.map((one) => ({ ...one, code: codes[one.code ?? ''] ?? one.code })),
      taxRates: taxRates.map((rate) => ({ ...rate, taxType: `X${rate.taxType}` })),
      trackingCategories: trackingCategories.map((category) => ({
        ...category,
        options: category.options.map((one) => ({ ...one, optionId: 'other-id' })),
      })),
    });
  }

  it('bring everything that was chosen to an organisation of the same chart', async () => {
    const file = await exported();
    const { run, access } = await worldWith({ posting: { isOn: false }, accountId: 'here' });

    expect(await run('settings', 'import', anOperatorId, file)).toContain('Imported');

    const { sites: _sites, posting: _posting, ...wanted } = chosen;
    const stored = await access.settings.get(anOperatorId, 'xero');
    expect(stored).toMatchObject({ ...wanted, version: 1, savedBy: 'partner', accountId: 'here' });
    expect(stored?.posting).toEqual({ isOn: false });
    expect(stored).not.toHaveProperty('sites');
  });

  it('find what has another code or id by its name, and say so', async () => {
    const file = await exported();
    const { run, access } = await worldWith({ defaultAccountCode: '4000' }, otherOrganisation());

    const text = await run('settings', 'import', anOperatorId, file);

    expect(text).toContain('Account 200 Sales is 4000 here.');
    expect(await access.settings.get(anOperatorId, 'xero')).toMatchObject({
      accountMap: { RENT: '4000' },
      defaultAccountCode: '4000',
      depositAccountCode: '2100',
      taxRules: [{ accountCode: '4000', rateBasisPoints: 2000, taxType: 'XOUTPUT2' }],
      siteOptions: { site_1: 'other-id' },
    });
  });

  it('import nothing at all where something is missing, and name it all', async () => {
    const file = await exported();
    const other = otherOrganisation();
    const accounts = [
      ...other.accounts.filter(({ code }) => code !== '2100'),
      anAccount({ code: '4001', name: 'Sales' }),
    ];
    const { run, access } = await worldWith(
      {},
      { ...other, accounts, taxRates: [], trackingCategories: [] },
    );
    const before = await access.settings.get(anOperatorId, 'xero');

    const refused = run('settings', 'import', anOperatorId, file);

    await expect(refused).rejects.toThrow(/Nothing was imported/);
    await expect(refused).rejects.toThrow(/825 Deposits is not in the chart/);
    await expect(refused).rejects.toThrow(/200 Sales has several namesakes/);
    await expect(refused).rejects.toThrow(/OUTPUT2 .*is not there/);
    await expect(refused).rejects.toThrow(/no option Harbour Road for Harbour Road/);
    expect(await access.settings.get(anOperatorId, 'xero')).toEqual(before);
  });

  it('change nothing in a dry run', async () => {
    const file = await exported();
    const { run, access } = await worldWith();

    expect(await run('settings', 'import', anOperatorId, file, '--dry-run')).toContain('now 14');

    expect(await access.settings.get(anOperatorId, 'xero')).toEqual(ledgerSettings());
  });

  it('leave a zone that follows the ledger to the ledger that they come to', async () => {
    const file = await exported({ ledgerTimeZone: 'GMTSTANDARDTIME' });
    const here = { timeZone: 'Europe/Paris', ledgerTimeZone: 'ROMANCE' };
    const { run, access } = await worldWith(here);

    await run('settings', 'import', anOperatorId, file);

    expect(await access.settings.get(anOperatorId, 'xero')).toMatchObject(here);
  });

  it.each([
    ['what is no JSON', 'nonsense', /cannot be read/],
    ['what is no file of settings', '{"format":"other"}', /no file of settings/],
    ['a later format', '{"format":"rollerdoor-settings","formatVersion":2}', /format version 2/],
  ])('refuse %s', async (_what, content, words) => {
    const file = join(mkdtempSync(join(tmpdir(), 'settings-')), 'settings.json');
    writeFileSync(file, content);
    const { run } = await worldWith();

    await expect(run('settings', 'import', anOperatorId, file)).rejects.toThrow(words);
  });

  it('write onto the screen what goes into the file', async () => {
    const file = await exported();
    const { run } = await worldWith(chosen);

    const text = await run('settings', 'export', anOperatorId);

    expect(JSON.parse(text)).toEqual(JSON.parse(readFileSync(file, 'utf8')));
    expect(text).not.toContain(anOperatorId);
  });
});
