import { hereOf } from '../../domain/portal/overview-view.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { loadSettings } from './load-settings.ts';

/** The zone in which an operator's pages tell times; undefined while it is not known. */
export async function zoneOf(
  deps: { settings: Pick<SettingsStore, 'get'> },
  operatorId: string,
): Promise<string | undefined> {
  const settings = await loadSettings(deps.settings, operatorId);
  return hereOf({ settings, nowEpochMs: 0 }).timeZone;
}
