import { StoraSource } from '../adapters/stora/stora-source.ts';
import { XeroLedger } from '../adapters/xero/xero-ledger.ts';
import { createAccessTokens } from '../application/connect/access-tokens.ts';
import { PacedCalls } from '../application/pacing/paced-calls.ts';
import type { StoraSettings, XeroSettings } from '../contracts/provider-settings.ts';
import type { Log, Metrics } from '../ports/log.ts';
import type { Lane } from '../ports/pacer.ts';
import { openOauth } from './open-oauth.ts';
import { openStores } from './open-stores.ts';
import { openVault } from './open-vault.ts';

export interface ProviderParts {
  /** The variables that every function with provider access has. */
  env: {
    TABLE_NAME: string;
    KEY_ID: string;
    STORA_SETTINGS: StoraSettings;
    XERO_SETTINGS: XeroSettings;
  };
  lane: Lane;
  log: Log;
  metrics: Metrics;
}

/** Stores, and everything that calls Stora or Xero: OAuth, tokens, pace, and a client per operator. */
export function openProviders({ env, lane, log, metrics }: ProviderParts) {
  const { STORA_SETTINGS: stora, XERO_SETTINGS: xero } = env;
  const stores = openStores({ tableName: env.TABLE_NAME });
  const { clock, rates } = stores;
  const common = {
    ...stores,
    ...openOauth(stora, xero, clock),
    vault: openVault(env.KEY_ID, clock),
    log,
    metrics,
  };
  const tokens = createAccessTokens(common);
  const pacer = new PacedCalls({
    rates,
    clock,
    limits: { stora: stora.limits, xero: xero.limits },
  });
  const call = { tokens, pacer, clock, fetch, lane };
  return {
    ...common,
    tokens,
    pacer,
    sourceFor: remembered(
      (operatorId) => new StoraSource(stora, { ...call, provider: 'stora', operatorId }),
    ),
    ledgerFor: remembered(
      (operatorId) => new XeroLedger(xero, { ...call, provider: 'xero', operatorId }),
    ),
  };
}

/** Clients hold small caches (chart of accounts, timeline ids); beyond this many the oldest goes. */
const clientsMax = 500;

function remembered<T>(make: (operatorId: string) => T): (operatorId: string) => T {
  const made = new Map<string, T>();
  return (operatorId) => {
    const known = made.get(operatorId);
    if (known !== undefined) return known;
    const fresh = make(operatorId);
    made.set(operatorId, fresh);
    const oldest = made.keys().next();
    if (made.size > clientsMax && !oldest.done) made.delete(oldest.value);
    return fresh;
  };
}
