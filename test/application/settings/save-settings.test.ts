import { describe, expect, it } from 'vitest';
import { saveSettings } from '../../../shared/application/settings/save-settings.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { settingsWorld, wishFor } from './settings-world.ts';

const listed = { operatorId: anOperatorId, target: 'xero', atMost: 10 } as const;

async function worldWithSettings(stored = ledgerSettings()) {
  const world = settingsWorld();
  await world.settings.put(stored);
  return world;
}

describe('settings that a person saves', () => {
  it('are the next version, with who, when and what changed, and one activity', async () => {
    const world = await worldWithSettings();

    const answer = await saveSettings(
      world,
      wishFor({ accountMap: { RENT: '201' }, paymentTermsDays: 14 }),
    );

    const changes = [
      { field: 'paymentTermsDays', from: '0', to: '14' },
      { field: 'accountMap', of: 'RENT', to: '201' },
    ];
    expect(answer).toMatchObject({ kind: 'saved', changes, settings: { version: 1 } });
    expect(await world.settings.get(anOperatorId, 'xero')).toMatchObject({
      version: 1,
      savedAt: '2026-11-30T09:00:00.000Z',
      savedBy: 'operator',
      accountMap: { RENT: '201' },
    });
    expect(await world.settingsVersions.latest(listed)).toMatchObject([
      { version: 1, at: '2026-11-30T09:00:00.000Z', by: 'operator', changes },
      { version: 0, by: 'rollerdoor', changes: [] },
    ]);
    expect(world.activities.all()).toMatchObject([
      {
        type: 'settings.changed',
        actor: 'operator',
        detail: { target: 'xero', version: 1, field: 'paymentTermsDays, accountMap' },
      },
    ]);
  });

  it('have what waits for a setting looked at soon', async () => {
    const world = await worldWithSettings();

    await saveSettings(world, wishFor({ paymentTermsDays: 14 }));

    expect(await world.issues.watched(world.clock.nowEpochMs() + 1, 10)).toMatchObject([
      { operatorId: anOperatorId },
    ]);
  });

  it('make no version where nothing is another', async () => {
    const world = await worldWithSettings();

    expect(await saveSettings(world, wishFor({ paymentTermsDays: 0 }))).toMatchObject({
      kind: 'unchanged',
    });

    expect(await world.settingsVersions.latest(listed)).toEqual([]);
    expect(world.activities.all()).toEqual([]);
  });

  it('are refused where they mean nothing, and what was wrong before hinders nobody', async () => {
    const world = await worldWithSettings(ledgerSettings({ startDate: '2026-02-99' }));

    expect(
      await saveSettings(world, wishFor({ paymentTermsDays: -1, defaultAccountCode: ' ' })),
    ).toMatchObject({
      kind: 'does_not_fit',
      fields: ['defaultAccountCode', 'paymentTermsDays'],
    });
    expect(await saveSettings(world, wishFor({ paymentTermsDays: 7 }))).toMatchObject({
      kind: 'saved',
    });
  });

  it('are none of an operator that has none', async () => {
    expect(await saveSettings(settingsWorld(), wishFor({ paymentTermsDays: 7 }))).toEqual({
      kind: 'no_settings',
    });
  });
});

describe('settings that two people save', () => {
  it('tell the second one what the first one changed, and lose nothing', async () => {
    const world = await worldWithSettings();
    await saveSettings(world, wishFor({ paymentTermsDays: 14 }, { expectedVersion: 0 }));

    const second = wishFor({ paymentTermsDays: 30 }, { expectedVersion: 0 });

    expect(await saveSettings(world, second)).toMatchObject({
      kind: 'changed_meanwhile',
      settings: { paymentTermsDays: 14, version: 1 },
      seen: { paymentTermsDays: 0 },
      versions: [{ version: 1, changes: [{ field: 'paymentTermsDays', from: '0', to: '14' }] }],
    });
    expect(await world.settings.get(anOperatorId, 'xero')).toMatchObject({ paymentTermsDays: 14 });
  });

  it('at the same moment: one is refused, and asked again where it is right on top of any', async () => {
    for (const expectedVersion of [0, undefined]) {
      const world = await worldWithSettings();
      const map = (code: string) =>
        saveSettings(
          world,
          wishFor(
            {},
            {
              expectedVersion,
              change: (settings) => ({
                ...settings,
                accountMap: { ...settings.accountMap, [code]: '201' },
              }),
            },
          ),
        );

      const kinds = (await Promise.all([map('RENT'), map('FEE')])).map(({ kind }) => kind).sort();

      const stored = await world.settings.get(anOperatorId, 'xero');
      const isAskedAgain = expectedVersion === undefined;
      expect(kinds).toEqual([isAskedAgain ? 'saved' : 'changed_meanwhile', 'saved']);
      expect(Object.keys(stored?.accountMap ?? {})).toHaveLength(isAskedAgain ? 2 : 1);
    }
  });
});

describe('a history of settings', () => {
  it('gets what one lacked that died right after saving, from whoever saves next', async () => {
    for (const fault of ['note', 'append'] as const) {
      const world = await worldWithSettings();
      await saveSettings(world, wishFor({ paymentTermsDays: 7 }));
      const port = fault === 'note' ? world.settingsVersions : world.activities;
      port.faults.failNext(fault, new Error('died'));
      const first = saveSettings(world, wishFor({ paymentTermsDays: 14 }));
      await expect(first).rejects.toThrow('died');

      await saveSettings(world, wishFor({ paymentTermsDays: 30 }));

      const versions = await world.settingsVersions.latest(listed);
      expect(versions.map(({ version }) => version)).toEqual([3, 2, 1, 0]);
      expect(versions[1]?.changes).toEqual([{ field: 'paymentTermsDays', from: '7', to: '14' }]);
      const told = world.activities.all().map(({ detail }) => detail.version);
      expect(told.sort()).toEqual([1, 2, 3]);
    }
  });
});

describe('saving that dies at any step', () => {
  type World = Awaited<ReturnType<typeof worldWithSettings>>;

  /** The same stores, of which the call with this number dies before or after it took effect. */
  function dyingAt(world: World, place: { call: number; isAfter: boolean }): World {
    let calls = 0;
    const around = <T extends object>(store: T): T =>
      new Proxy(store, {
        get(target, name) {
          const method = Reflect.get(target, name);
          if (typeof method !== 'function') return method;
          return async (...input: unknown[]) => {
            const isHere = calls++ === place.call;
            if (isHere && !place.isAfter) throw new Error('died');
            const output = await method.apply(target, input);
            if (isHere) throw new Error('died');
            return output;
          };
        },
      });
    const { settings, settingsVersions, activities, issues } = world;
    return {
      ...world,
      settings: around(settings),
      settingsVersions: around(settingsVersions),
      activities: around(activities),
      issues: around(issues),
    };
  }

  it('leaves nothing half done that the next save does not bring to its end', async () => {
    let places = 0;
    for (let call = 0; ; call += 1) {
      let hasDied = false;
      for (const isAfter of [false, true]) {
        const world = await worldWithSettings(ledgerSettings({ version: 3 }));
        const first = wishFor({ paymentTermsDays: 14 });
        await saveSettings(dyingAt(world, { call, isAfter }), first).catch(() => {
          hasDied = true;
        });

        await saveSettings(world, first);
        await saveSettings(world, wishFor({ historyNotes: false }));

        const versions = await world.settingsVersions.latest(listed);
        expect(versions.map(({ version }) => version)).toEqual([5, 4, 3]);
        expect(versions[1]?.changes).toEqual([{ field: 'paymentTermsDays', from: '0', to: '14' }]);
        const told = world.activities.all().map(({ detail }) => detail.version);
        expect(told.sort()).toEqual([4, 5]);
        places += 1;
      }
      if (!hasDied) break;
    }
    expect(places).toBeGreaterThan(12);
  });
});
