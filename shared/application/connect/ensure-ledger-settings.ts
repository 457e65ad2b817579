import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue } from '../../domain/ledger/drafts.ts';
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
  /** Chooses first settings from the chart of accounts and tax rates. */
  derive: (input: {
    operatorId: string;
    target: 'xero';
    catalogue: Catalogue;
    today: string;
  }) => LedgerSettings;
}

/**
 * Gives an operator first settings for its ledger. Settings that exist are left as they are: a
 * person may have changed them.
 */
export async function ensureLedgerSettings(
  deps: EnsureLedgerSettingsDeps,
  operatorId: string,
): Promise<'present' | 'derived'> {
  if ((await deps.settings.get(operatorId, 'xero')) !== undefined) return 'present';
  const catalogue = await deps.ledgerFor(operatorId).catalogue();
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  const today = at.slice(0, 10);
  await deps.settings.put(deps.derive({ operatorId, target: 'xero', catalogue, today }));
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at,
    type: 'settings.defaulted',
    actor: 'rollerdoor',
    detail: { target: 'xero' },
  });
  return 'derived';
}
