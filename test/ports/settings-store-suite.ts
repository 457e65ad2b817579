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

  it('adds the first ones only, and never over what a person saved', async () => {
    const first = ledgerSettings();
    expect(await settings.add(first)).toBe(true);
    const saved = { ...first, version: 1, defaultAccountCode: '260' };
    expect(await settings.save(first, saved)).toBe(true);

    expect(await settings.add(first)).toBe(false);
    expect(await settings.get(anOperatorId, 'xero')).toEqual(saved);
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
  saveSuite(() => settings);
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

/** Settings that a person saves as their next version. */
function saveSuite(current: () => SettingsStore): void {
  it('saves the next version, and lets be what is noted beside it', async () => {
    const read = ledgerSettings({ accountId: 'present' });
    await current().put(read);
    const sites = { site_1: { setting: 'Location', categoryId: 'c', optionId: 'o' } };
    await current().rememberSites(anOperatorId, 'xero', sites);
    const { clearingAccountCode: _code, ...rest } = read;

    expect(await current().save(read, { ...rest, version: 1, paymentTermsDays: 14 })).toBe(true);

    const saved = { ...rest, version: 1, paymentTermsDays: 14, sites };
    expect(await current().get(anOperatorId, 'xero')).toEqual(saved);
  });

  it.each([0, 3])(
    'saves nothing over what somebody else saved after version %s',
    async (version) => {
      const read = ledgerSettings({ version });
      await current().put(read);
      const [mine, theirs] = [14, 30].map((paymentTermsDays) => ({
        ...read,
        version: version + 1,
        paymentTermsDays,
      }));
      if (mine === undefined || theirs === undefined) throw new Error('two of them');
      expect(await current().save(read, theirs)).toBe(true);

      expect(await current().save(read, mine)).toBe(false);

      expect(await current().get(anOperatorId, 'xero')).toEqual(theirs);
    },
  );

  it('saves none where there are none, or those of another company', async () => {
    const former = ledgerSettings({ accountId: 'former' });
    expect(await current().save(former, { ...former, version: 1 })).toBe(false);
    expect(await current().get(anOperatorId, 'xero')).toBeUndefined();

    const others = ledgerSettings({ accountId: 'present' });
    await current().put(others);

    expect(await current().save(former, { ...former, version: 1 })).toBe(false);
    expect(await current().get(anOperatorId, 'xero')).toEqual(others);
  });

  it('saves those of another company over the former ones', async () => {
    const former = ledgerSettings({ accountId: 'former', version: 2 });
    await current().put(former);
    const next = ledgerSettings({ accountId: 'present', version: 3, startDate: '2027-01-01' });

    expect(await current().save(former, next)).toBe(true);

    expect(await current().get(anOperatorId, 'xero')).toEqual(next);
  });
}
