import type { Target } from '../../contracts/ids.ts';
import type { SettingsVersion } from '../../contracts/settings-version.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import type { SettingsVersions } from '../../ports/settings-versions.ts';
import { versionOf } from './note-version.ts';

export interface HistoryDeps {
  settings: Pick<SettingsStore, 'get'>;
  settingsVersions: SettingsVersions;
}

/** The latest versions, newest first; also one that was saved and whose author died before noting it. */
export async function loadSettingsHistory(
  deps: HistoryDeps,
  { operatorId, target }: { operatorId: string; target: Target },
  atMost: number,
): Promise<SettingsVersion[]> {
  const settings = await deps.settings.get(operatorId, target);
  const noted = await deps.settingsVersions.latest({ operatorId, target, atMost });
  const [newest] = noted;
  if (settings === undefined || settings.version === 0) return noted;
  if (newest?.version === settings.version) return noted;
  return [versionOf(settings, newest?.settings), ...noted].slice(0, atMost);
}
