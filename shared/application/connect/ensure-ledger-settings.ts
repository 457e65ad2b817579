import type { Target } from '../../contracts/ids.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { defaultLedgerSettings } from '../../domain/ledger/default-settings.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { LedgerFor } from '../../ports/ledger.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';

export interface EnsureLedgerSettingsDeps {
  settings: SettingsStore;
  ledgerFor: LedgerFor;
  activities: Activities;
  clock: Clock;
  crypto: Crypto;
}

/**
 * The operator's settings for its ledger; where there are none yet, first ones that follow from the
 * chart of accounts and tax rates. Settings that exist are left as they are: a person may have
 * changed them.
 */
export async function ensureLedgerSettings(
  deps: EnsureLedgerSettingsDeps,
  { operatorId, target }: { operatorId: string; target: Target },
): Promise<LedgerSettings> {
  const stored = await deps.settings.get(operatorId, target);
  if (stored !== undefined) return stored;
  const catalogue = await deps.ledgerFor(operatorId).catalogue();
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  const today = at.slice(0, 10);
  const settings = defaultLedgerSettings({ operatorId, target, catalogue, today });
  await deps.settings.put(settings);
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at,
    type: 'settings.defaulted',
    actor: 'rollerdoor',
    detail: { target },
  });
  return settings;
}
