import type { Target } from '../../contracts/ids.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { localDay } from '../../domain/mapping/local-day.ts';
import { misfitsInLedger } from '../../domain/settings/check-setting-in-ledger.ts';
import { defaultLedgerSettings } from '../../domain/settings/default-settings.ts';
import { optional } from '../../domain/source/optional.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { LedgerFor } from '../../ports/ledger/ledger.ts';
import type { Operators } from '../../ports/operators.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';

export interface EnsureLedgerSettingsDeps {
  settings: SettingsStore;
  operators: Pick<Operators, 'get'>;
  ledgerFor: LedgerFor;
  activities: Activities;
  clock: Clock;
  crypto: Crypto;
}

export interface LedgerSettingsOwner {
  operatorId: string;
  target: Target;
  /** The company that is connected. */
  accountId: string | undefined;
  /** Since when, where that is not just now: settings may come about with the first change only. */
  connectedAt?: string | undefined;
}

/**
 * The operator's settings for its ledger; where there are none yet, first ones that follow from the
 * chart of accounts and tax rates. Settings that exist are left as they are: a person may have
 * changed them. Those of another company are not used: its codes may mean something else here, and
 * its documents are not to be posted again, hence a new start date. First settings are switched off
 * until a person has seen the preview, unless an engineer answers for the operator.
 */
export async function ensureLedgerSettings(
  deps: EnsureLedgerSettingsDeps,
  { operatorId, target, accountId, connectedAt }: LedgerSettingsOwner,
): Promise<LedgerSettings> {
  const stored = await deps.settings.get(operatorId, target);
  const isOwn = (stored?.accountId ?? accountId) === accountId || accountId === undefined;
  if (stored !== undefined && isOwn) return stamped(deps, stored, accountId);
  const catalogue = await deps.ledgerFor(operatorId, accountId).catalogue.read();
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  const today = localDay(connectedAt ?? at, catalogue.ianaZone ?? lastZone);
  const defaults = defaultLedgerSettings({ operatorId, target, catalogue, today });
  const operator = await deps.operators.get(operatorId);
  const isOnAtOnce = operator?.postsAtOnce === true;
  // Ids of options are of one company each, and the operator may come back to the former one.
  const settings = {
    ...defaults,
    ...optional('accountId', accountId),
    ...optional('sites', stored?.sites),
    ...(isOnAtOnce ? { posting: { isOn: true, at, by: 'partner' } } : {}),
  };
  await deps.settings.put(settings);
  // Locked books leave the start as it is: what falls there is an issue, and not left out in silence.
  const misfits = misfitsInLedger(settings, catalogue);
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at,
    type: 'settings.defaulted',
    actor: 'rollerdoor',
    detail: { target, ...(misfits.length === 0 ? {} : { misfits: misfits.join(' ') }) },
  });
  return settings;
}

/**
 * Where no zone is known the day of connecting is the earliest that it can be: a document of that evening
 * must not fall before the start, for then it would be left out without a word.
 */
const lastZone = 'Etc/GMT+12';

async function stamped(
  deps: EnsureLedgerSettingsDeps,
  settings: LedgerSettings,
  accountId: string | undefined,
): Promise<LedgerSettings> {
  if (accountId === undefined || settings.accountId !== undefined) return settings;
  const owned = { ...settings, accountId };
  await deps.settings.put(owned);
  return owned;
}
