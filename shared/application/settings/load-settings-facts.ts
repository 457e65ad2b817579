import type { Target } from '../../contracts/ids.ts';
import type { ProviderLimits } from '../../contracts/provider-settings.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue } from '../../domain/ledger/drafts.ts';
import type { Reading } from '../../domain/settings/reading.ts';
import type { SourceUses } from '../../domain/settings/source-uses.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LedgerFor } from '../../ports/ledger/ledger.ts';
import type { Rates } from '../../ports/rates.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { tryReading } from './try-reading.ts';

export interface SettingsFactsDeps {
  settings: Pick<SettingsStore, 'get'>;
  rates: Pick<Rates, 'get'>;
  /** Undefined: that target is no ledger. */
  ledgers: Record<Target, LedgerFor | undefined>;
  /** As read some minutes ago at the most. */
  usesOf(operatorId: string): Promise<SourceUses>;
  /** Caps of a target at this stage. */
  limitsOf(target: Target): ProviderLimits;
  clock: Clock;
}

export interface SettingsFacts {
  settings: LedgerSettings;
  catalogue: Reading<Catalogue>;
  uses: Reading<SourceUses>;
  /** Undefined: without end. */
  callsPerDay: number | undefined;
}

const dayMs = 86_400_000;
/** Somebody may have added an account a moment ago, to choose it here. */
const catalogueLifeMs = 60_000;

/**
 * The settings, and both systems as they stand: what cannot be read right now is told and hides nothing
 * else. Undefined: there are none yet.
 */
export async function loadSettingsFacts(
  deps: SettingsFactsDeps,
  { operatorId, target }: { operatorId: string; target: Target },
): Promise<SettingsFacts | undefined> {
  const settings = await deps.settings.get(operatorId, target);
  if (settings === undefined) return undefined;
  const [catalogue, uses, callsPerDay] = await Promise.all([
    tryReading(() => readCatalogue(deps, settings)),
    tryReading(() => deps.usesOf(operatorId)),
    callsInADay(deps, settings),
  ]);
  return { settings, catalogue, uses, callsPerDay };
}

async function readCatalogue(
  deps: SettingsFactsDeps,
  { operatorId, target, accountId }: LedgerSettings,
): Promise<Catalogue> {
  const ledger = deps.ledgers[target]?.(operatorId, accountId);
  if (ledger === undefined) throw new Error(`${target} is no ledger.`);
  ledger.catalogue.forget(deps.clock.nowEpochMs() - catalogueLifeMs);
  return ledger.catalogue.read();
}

/** What was agreed for the operator goes before what the stage says. */
async function callsInADay(
  { rates, limitsOf }: SettingsFactsDeps,
  { operatorId, target }: LedgerSettings,
): Promise<number | undefined> {
  const agreed = (await rates.get(operatorId, target))?.agreed ?? [];
  const windows = [...agreed, ...limitsOf(target).windows];
  return windows.find(({ windowMs }) => windowMs === dayMs)?.limit ?? undefined;
}
