import type { Target } from '../../contracts/ids.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { SettingChange, SettingsVersion } from '../../contracts/settings-version.ts';
import { type SettingName, settingNames } from '../../domain/setting-names/setting-words.ts';
import { isMeaningful } from '../../domain/settings/check-setting.ts';
import { changedFields, settingsDifferences } from '../../domain/settings/settings-differences.ts';
import { optional } from '../../domain/source/optional.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Issues } from '../../ports/issues.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { type NoteVersionDeps, noteIfMissing, noteVersion } from './note-version.ts';

export interface SaveSettingsDeps extends NoteVersionDeps {
  settings: Pick<SettingsStore, 'get' | 'save'>;
  issues: Pick<Issues, 'watchNow'>;
  clock: Pick<Clock, 'nowEpochMs'>;
}

export interface SettingsWish {
  operatorId: string;
  target: Target;
  /** Gives the settings as they shall be: asked again with what stands by then, where others save meanwhile. */
  change(settings: LedgerSettings): LedgerSettings;
  /** Who saves them, as activities name people: `operator`, `partner`. */
  actor: string;
  /** The version that the person saw; absent: the change is right whatever stands there. */
  expectedVersion?: number | undefined;
}

export type SaveAnswer =
  | { kind: 'saved'; settings: LedgerSettings; changes: SettingChange[] }
  /** They are so already. */
  | { kind: 'unchanged'; settings: LedgerSettings }
  /** Somebody else saved since: nothing was saved, and this is what they changed, the newest first. */
  | {
      kind: 'changed_meanwhile';
      settings: LedgerSettings;
      /** The settings that the person saw; undefined: they are not known any more. */
      seen: LedgerSettings | undefined;
      versions: SettingsVersion[];
    }
  /** Values that mean nothing, whatever the ledger holds. */
  | { kind: 'does_not_fit'; settings: LedgerSettings; fields: SettingName[] }
  /** There are none yet: the ledger was never connected, or the operator is gone. */
  | { kind: 'no_settings' };

/** How many of the versions that others saved meanwhile are told. */
const toldAtMost = 20;
/** Others may save at this very moment; so often in a row it is no accident. */
const triesAtMost = 5;

/**
 * Saves what a person chose as the next version. What was posted stays as it is; later documents use it,
 * and what waits for a setting is looked at soon. Whether the ledger can work with it, the caller asks.
 */
export async function saveSettings(
  deps: SaveSettingsDeps,
  wish: SettingsWish,
): Promise<SaveAnswer> {
  for (let tries = 1; ; tries += 1) {
    const present = await deps.settings.get(wish.operatorId, wish.target);
    if (present === undefined) return { kind: 'no_settings' };
    if ((wish.expectedVersion ?? present.version) !== present.version)
      return changedMeanwhile(deps, present, wish.expectedVersion);
    const next = nextOf(present, wish, deps.clock);
    if (next.kind === 'unchanged') await lookSoon(deps, present);
    if (next.kind !== 'saved') return next;
    // The history has no holes: what it lacks is added before another version follows.
    await noteIfMissing(deps, present);
    if (await deps.settings.save(present, next.settings)) {
      await noteVersion(deps, next.settings, present);
      await lookSoon(deps, present);
      return next;
    }
    if (tries === triesAtMost) return changedMeanwhile(deps, present, present.version);
  }
}

/** The answer, should nobody else save meanwhile. */
function nextOf(
  present: LedgerSettings,
  wish: SettingsWish,
  clock: SaveSettingsDeps['clock'],
): SaveAnswer {
  const wished = keeping(present, wish.change(structuredClone(present)));
  const changes = settingsDifferences(present, wished);
  if (changes.length === 0) return { kind: 'unchanged', settings: present };
  // What stands already is nobody's mistake of now.
  const changed = changedFields(changes);
  const fields = settingNames.filter(
    (name) => changed.includes(name) && !isMeaningful(wished, name),
  );
  if (fields.length > 0) return { kind: 'does_not_fit', settings: wished, fields };
  const settings = {
    ...wished,
    version: present.version + 1,
    savedAt: new Date(clock.nowEpochMs()).toISOString(),
    savedBy: wish.actor,
  };
  return { kind: 'saved', settings, changes };
}

/** Whose they are, and what is noted beside them, is no choice: it may be newer than what the author saw. */
function keeping(present: LedgerSettings, wished: LedgerSettings): LedgerSettings {
  const { operatorId, target, version } = present;
  const { accountId: _account, sites: _sites, posting: _posting, ...chosen } = wished;
  return {
    ...chosen,
    operatorId,
    target,
    version,
    ...optional('accountId', present.accountId),
    ...optional('sites', present.sites),
    ...optional('posting', present.posting),
  };
}

async function changedMeanwhile(
  deps: SaveSettingsDeps,
  settings: LedgerSettings,
  seen: number | undefined,
): Promise<SaveAnswer> {
  const { operatorId, target } = settings;
  const noted =
    seen === undefined ? undefined : await deps.settingsVersions.get(operatorId, target, seen);
  const latest = await deps.settingsVersions.latest({ operatorId, target, atMost: toldAtMost });
  return {
    kind: 'changed_meanwhile',
    settings,
    seen: noted?.settings,
    versions: latest.filter(({ version }) => version > (seen ?? 0)),
  };
}

function lookSoon(
  { issues, clock }: SaveSettingsDeps,
  { operatorId }: LedgerSettings,
): Promise<void> {
  return issues.watchNow(operatorId, new Date(clock.nowEpochMs()).toISOString());
}
