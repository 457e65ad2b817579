import { beforeEach, expect, it } from 'vitest';
import type { SettingsStore } from '../../shared/ports/settings-store.ts';
import { anOperatorId } from '../builders/an-operator.ts';
import { ledgerSettings } from '../builders/ledger-settings.ts';

/** What every store of settings does. */
export function settingsStoreSuite(make: () => Promise<SettingsStore>): void {
  let settings: SettingsStore;
  beforeEach(async () => {
    settings = await make();
  });

  it('returns nothing for an operator without settings', async () => {
    expect(await settings.get(anOperatorId, 'xero')).toBeUndefined();
  });

  it('returns settings as they were put', async () => {
    const stored = ledgerSettings({
      ledgerTimeZone: 'GMTSTANDARDTIME',
      taxRules: [
        { accountCode: '200', rateBasisPoints: 2000, taxType: 'OUTPUT2' },
        { rateBasisPoints: 0, taxType: 'NONE' },
        { rateBasisPoints: 887.5, taxType: 'TAX001' },
      ],
    });
    await settings.put(stored);

    expect(await settings.get(anOperatorId, 'xero')).toEqual(stored);
  });

  it('remembers sites and changes nothing else', async () => {
    const stored = ledgerSettings();
    await settings.put(stored);
    const sites = { site_1: { setting: 'Location', categoryId: 'c', optionId: 'o' } };

    await settings.rememberSites(anOperatorId, 'xero', sites);

    expect(await settings.get(anOperatorId, 'xero')).toEqual({ ...stored, sites });
  });

  it('remembers no sites where there are no settings', async () => {
    await settings.rememberSites(anOperatorId, 'xero', {});

    expect(await settings.get(anOperatorId, 'xero')).toBeUndefined();
  });

  it('forgets a setting that the newer settings leave out', async () => {
    await settings.put(ledgerSettings());
    const { clearingAccountCode: _code, ...rest } = ledgerSettings();

    await settings.put(rest);

    expect(await settings.get(anOperatorId, 'xero')).toEqual(rest);
  });

  changeSuite(() => settings);
}

/** Settings that are changed field by field. */
function changeSuite(current: () => SettingsStore): void {
  it('changes what differs and lets be what somebody else changed meanwhile', async () => {
    const read = ledgerSettings({ ledgerTimeZone: 'GMTSTANDARDTIME' });
    await current().put({ ...read, paymentTermsDays: 14 });
    const { ledgerTimeZone: _zone, ...rest } = read;

    await current().change(read, { ...rest, timeZone: 'Asia/Tokyo' });

    const changed = { ...rest, timeZone: 'Asia/Tokyo', paymentTermsDays: 14 };
    expect(await current().get(anOperatorId, 'xero')).toEqual(changed);
  });

  it('changes nothing of another company, and makes no settings where there are none', async () => {
    const former = ledgerSettings({ accountId: 'former' });
    const next = { ...former, paymentTermsDays: 14 };
    await current().change(former, next);
    expect(await current().get(anOperatorId, 'xero')).toBeUndefined();

    const others = ledgerSettings({ accountId: 'present' });
    await current().put(others);
    await current().change(former, next);

    expect(await current().get(anOperatorId, 'xero')).toEqual(others);
  });
}
