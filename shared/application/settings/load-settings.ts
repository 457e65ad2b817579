import { target } from '../../contracts/ids.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';

/** How an operator wants its documents in its ledgers: of every target for which there are settings. */
export async function loadSettings(
  store: Pick<SettingsStore, 'get'>,
  operatorId: string,
): Promise<LedgerSettings[]> {
  const all = await Promise.all(target.options.map((name) => store.get(operatorId, name)));
  return all.filter((settings) => settings !== undefined);
}
