import { target } from '../../contracts/ids.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';

/**
 * How an operator wants its documents in its ledger. It has one ledger: the settings of the first
 * target for which there are any.
 */
export async function loadSettings(
  store: SettingsStore,
  operatorId: string,
): Promise<LedgerSettings | undefined> {
  const all = await Promise.all(target.options.map((name) => store.get(operatorId, name)));
  return all.find((settings) => settings !== undefined);
}
