import type { Target } from '../../contracts/ids.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import type { Catalogue } from '../../domain/ledger/drafts.ts';
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
import type { SettingsVersions } from '../../ports/settings-versions.ts';
import { formerSettingsOf, noteVersion, shelve } from './note-version.ts';

export interface EnsureLedgerSettingsDeps {
  settings: SettingsStore;
  operators: Pick<Operators, 'get'>;
  settingsVersions: SettingsVersions;
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
 * changed them. Those of another company are not used, as its codes may mean something else here; they
 * wait in the history until that company is connected again. First settings are switched off until a
 * person has seen the preview, unless an engineer answers for the operator.
 */
export async function ensureLedgerSettings(
  deps: EnsureLedgerSettingsDeps,
  owner: LedgerSettingsOwner,
): Promise<LedgerSettings> {
  const { operatorId, target, accountId } = owner;
  for (let tries = 1; ; tries += 1) {
    const stored = await deps.settings.get(operatorId, target);
    const isOwn = (stored?.accountId ?? accountId) === accountId || accountId === undefined;
    if (stored !== undefined && isOwn) return stamped(deps, stored, accountId);
    const settings = await settingsOfCompany(deps, owner, stored);
    if (settings !== undefined) return settings;
    if (tries === triesAtMost) throw new DeferredError('settings_change', retrySeconds);
  }
}

/** Another worker, or a person, changes them at this very moment; so often in a row it is no accident. */
const triesAtMost = 5;
const retrySeconds = 5;

/** Undefined: somebody else changed what is stored meanwhile, and it is to be looked at again. */
async function settingsOfCompany(
  deps: EnsureLedgerSettingsDeps,
  owner: LedgerSettingsOwner,
  stored: LedgerSettings | undefined,
): Promise<LedgerSettings | undefined> {
  if (stored === undefined) {
    const first = await firstSettings(deps, owner);
    // Another worker was quicker, and a person may have changed what it stored: that stays.
    if (!(await deps.settings.add(first.settings))) return undefined;
    await tellDefaulted(deps, first);
    return first.settings;
  }
  await shelve(deps, stored);
  const own = await formerSettingsOf(deps, owner);
  const first = own === undefined ? await firstSettings(deps, owner) : undefined;
  const next = following(own ?? first?.settings ?? stored, stored, deps.clock);
  if (!(await deps.settings.save(stored, next))) return undefined;
  await noteVersion(deps, next, undefined);
  if (first !== undefined) await tellDefaulted(deps, { ...first, settings: next });
  else await tell(deps, next, { type: 'settings.brought_back', detail: { target: next.target } });
  return next;
}

/** Ids of options are of one company each, and the operator may come back to the former one. */
function following(next: LedgerSettings, stored: LedgerSettings, clock: Clock): LedgerSettings {
  return {
    ...next,
    ...optional('sites', stored.sites),
    version: stored.version + 1,
    savedAt: new Date(clock.nowEpochMs()).toISOString(),
    savedBy: 'rollerdoor',
  };
}

interface First {
  settings: LedgerSettings;
  catalogue: Catalogue;
}

async function firstSettings(
  deps: EnsureLedgerSettingsDeps,
  { operatorId, target, accountId, connectedAt }: LedgerSettingsOwner,
): Promise<First> {
  const catalogue = await deps.ledgerFor(operatorId, accountId).catalogue.read();
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  const today = localDay(connectedAt ?? at, catalogue.ianaZone ?? lastZone);
  const defaults = defaultLedgerSettings({ operatorId, target, catalogue, today });
  const operator = await deps.operators.get(operatorId);
  const isOnAtOnce = operator?.postsAtOnce === true;
  const settings = {
    ...defaults,
    ...optional('accountId', accountId),
    ...(isOnAtOnce ? { posting: { isOn: true, at, by: 'partner' } } : {}),
  };
  return { settings, catalogue };
}

async function tellDefaulted(
  deps: EnsureLedgerSettingsDeps,
  { settings, catalogue }: First,
): Promise<void> {
  // Locked books leave the start as it is: what falls there is an issue, and not left out in silence.
  const misfits = misfitsInLedger(settings, catalogue);
  const { target } = settings;
  const detail = { target, ...(misfits.length === 0 ? {} : { misfits: misfits.join(' ') }) };
  await tell(deps, settings, { type: 'settings.defaulted', detail });
}

async function tell(
  deps: EnsureLedgerSettingsDeps,
  { operatorId }: LedgerSettings,
  what: { type: string; detail: Record<string, string> },
): Promise<void> {
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at: new Date(deps.clock.nowEpochMs()).toISOString(),
    actor: 'rollerdoor',
    ...what,
  });
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
  await deps.settings.change(settings, owned);
  return owned;
}
