import { beforeEach, expect, it } from 'vitest';
import type { SettingsVersion } from '../../shared/contracts/settings-version.ts';
import type { SettingsVersions } from '../../shared/ports/settings-versions.ts';
import { anOperatorId } from '../builders/an-operator.ts';
import { ledgerSettings } from '../builders/ledger-settings.ts';

function aVersion(version: number, overrides: Partial<SettingsVersion> = {}): SettingsVersion {
  return {
    operatorId: anOperatorId,
    target: 'xero',
    version,
    at: '2026-11-30T09:00:00.000Z',
    by: 'operator',
    changes: [{ field: 'accountMap', of: 'RENT', from: '200', to: '201' }],
    settings: ledgerSettings({ version, accountMap: { RENT: '201' } }),
    ...overrides,
  };
}

/** What every store of settings versions does. */
export function settingsVersionsSuite(make: () => Promise<SettingsVersions>): void {
  let versions: SettingsVersions;
  beforeEach(async () => {
    versions = await make();
  });

  const listed = { operatorId: anOperatorId, target: 'xero', atMost: 10 } as const;

  it('knows nothing of an operator that never saved', async () => {
    expect(await versions.get(anOperatorId, 'xero', 1)).toBeUndefined();
    expect(await versions.latest(listed)).toEqual([]);
  });

  it('returns a version as it was noted, also one from before there were any', async () => {
    const { at: _at, ...zero } = aVersion(0, { changes: [] });
    await versions.note(zero);
    await versions.note(aVersion(1));

    expect(await versions.get(anOperatorId, 'xero', 0)).toEqual(zero);
    expect(await versions.get(anOperatorId, 'xero', 1)).toEqual(aVersion(1));
  });

  it('lists the newest first, in the order of their numbers, from below one on', async () => {
    for (const version of [9, 10, 2, 1]) await versions.note(aVersion(version));
    await versions.note(aVersion(11, { operatorId: 'other' }));
    const numbers = async (wish: { below?: number; atMost?: number }) =>
      (await versions.latest({ ...listed, ...wish })).map(({ version }) => version);

    expect(await numbers({})).toEqual([10, 9, 2, 1]);
    expect(await numbers({ atMost: 2 })).toEqual([10, 9]);
    expect(await numbers({ below: 9 })).toEqual([2, 1]);
  });

  it('holds a version once, however often it is noted', async () => {
    await versions.note(aVersion(1));
    await versions.note(aVersion(1));

    expect(await versions.latest(listed)).toHaveLength(1);
  });
}
