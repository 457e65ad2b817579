import type { Target } from '../../contracts/ids.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { defaultLedgerSettings } from '../../domain/ledger/default-settings.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';

/** The operator's settings; where none were stored yet, the defaults that the ledger suggests. */
export async function loadSettings(
  operator: { operatorId: string; target: Target; ledger: Ledger },
  ports: { settings: SettingsStore; clock: Clock },
): Promise<LedgerSettings> {
  const { operatorId, target, ledger } = operator;
  const stored = await ports.settings.get(operatorId, target);
  if (stored !== undefined) return stored;
  const today = new Date(ports.clock.nowEpochMs()).toISOString().slice(0, 10);
  const settings = defaultLedgerSettings({
    operatorId,
    target,
    catalogue: await ledger.catalogue(),
    today,
  });
  await ports.settings.put(settings);
  return settings;
}
