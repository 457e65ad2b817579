import type { Target } from '../../contracts/ids.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { SettingsVersion } from '../../contracts/settings-version.ts';
import { changedFields, settingsDifferences } from '../../domain/settings/settings-differences.ts';
import { optional } from '../../domain/source/optional.ts';
import type { Activities } from '../../ports/activities.ts';
import type { SettingsVersions } from '../../ports/settings-versions.ts';

export interface NoteVersionDeps {
  settingsVersions: SettingsVersions;
  activities: Activities;
}

/** Actor of what is done by itself. */
const ourselves = 'rollerdoor';

/**
 * Puts settings that stand into the history, with what they changed against the version before, and tells
 * it. Doing it again is doing it once: whoever saves next does it for one that died before.
 */
export async function noteVersion(
  deps: NoteVersionDeps,
  settings: LedgerSettings,
  former: LedgerSettings | undefined,
): Promise<SettingsVersion> {
  const version = versionOf(settings, former);
  // Told first: what the history has counts as told.
  await tell(deps, version);
  await deps.settingsVersions.note(version);
  return version;
}

/** The same for a version that should be there already; nothing is done where it is. */
export async function noteIfMissing(
  deps: NoteVersionDeps,
  settings: LedgerSettings,
): Promise<SettingsVersion> {
  const { operatorId, target, version } = settings;
  const noted = await deps.settingsVersions.get(operatorId, target, version);
  if (noted !== undefined) return noted;
  const before =
    version === 0 ? undefined : await deps.settingsVersions.get(operatorId, target, version - 1);
  return noteVersion(deps, settings, before?.settings);
}

/** Puts them into the history as they stand at last, with what was noted beside the versions. */
export async function shelve(deps: NoteVersionDeps, settings: LedgerSettings): Promise<void> {
  const noted = await noteIfMissing(deps, settings);
  await deps.settingsVersions.note({ ...noted, settings });
}

/** The latest settings that an operator had for a company; undefined: it never had it. */
export async function formerSettingsOf(
  { settingsVersions }: NoteVersionDeps,
  owner: { operatorId: string; target: Target; accountId: string | undefined },
): Promise<LedgerSettings | undefined> {
  const { operatorId, target, accountId } = owner;
  let below: number | undefined;
  do {
    const page = await settingsVersions.latest({ operatorId, target, below, atMost: pageSize });
    const own = page.find(({ settings }) => settings.accountId === accountId);
    if (own !== undefined) return own.settings;
    below = page.at(-1)?.version;
  } while (below !== undefined);
  return undefined;
}

const pageSize = 25;

/** What the history says of settings that stand. */
export function versionOf(
  settings: LedgerSettings,
  former: LedgerSettings | undefined,
): SettingsVersion {
  const { operatorId, target, version, savedAt, savedBy } = settings;
  const isOfSame = former !== undefined && former.accountId === settings.accountId;
  return {
    operatorId,
    target,
    version,
    ...optional('at', savedAt),
    by: savedBy ?? ourselves,
    changes: isOfSame ? settingsDifferences(former, settings) : [],
    settings,
  };
}

async function tell(deps: NoteVersionDeps, noted: SettingsVersion): Promise<void> {
  const { operatorId, target, version, at, by, changes } = noted;
  if (at === undefined || changes.length === 0) return;
  await deps.activities.append({
    operatorId,
    activityId: `settings-${target}-${version}`,
    at,
    type: 'settings.changed',
    actor: by,
    detail: { target, version, field: changedFields(changes).join(', ') },
  });
}
