import type { dynamoClient } from '../adapters/dynamodb/client.ts';
import type { kmsClient } from '../adapters/kms/client.ts';
import type { secretsClient } from '../adapters/secrets/client.ts';
import { auditedVault } from '../application/audit/audited-vault.ts';
import { PacedCalls } from '../application/pacing/paced-calls.ts';
import { createAccessTokens } from '../application/tokens/access-tokens.ts';
import { OneToken } from '../application/tokens/one-token.ts';
import type { AccessToken } from '../ports/access-tokens.ts';
import type { Log, Metrics } from '../ports/log.ts';
import type { Lane } from '../ports/pacer.ts';
import { sourceReader } from '../source/clients.ts';
import type { StoraSettings } from '../source/stora/settings.ts';
import { StoraSource } from '../source/stora/stora-source.ts';
import type { XeroSettings } from '../targets/xero/settings.ts';
import { XeroLedger } from '../targets/xero/xero-ledger.ts';
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
  /** Where AWS is, for a caller outside of a function; absent: the SDK finds it. */
  clients?: AwsClients;
}

export interface AwsClients {
  dynamodb: Parameters<typeof dynamoClient>[0];
  kms: Parameters<typeof kmsClient>[0];
  secretsmanager: Parameters<typeof secretsClient>[0];
}

/** Stores, and everything that calls Stora or Xero: OAuth, tokens, pace, and a client per operator. */
export function openProviders({ env, lane, log, metrics, clients }: ProviderParts) {
  const { STORA_SETTINGS: stora, XERO_SETTINGS: xero } = env;
  const stores = openStores({ tableName: env.TABLE_NAME, dynamodb: clients?.dynamodb });
  const { clock, rates } = stores;
  const common = {
    ...stores,
    ...openOauth({ stora, xero }, clock, clients?.secretsmanager),
    vault: auditedVault({
      ...stores,
      vault: openVault(env.KEY_ID, clock, clients?.kms),
      log,
      metrics,
    }),
    log,
    metrics,
  };
  const tokens = createAccessTokens(common);
  const pacer = new PacedCalls({
    rates,
    clock,
    limits: { stora: stora.limits, xero: xero.limits },
    metrics,
  });
  const call = { tokens, pacer, clock, fetch, lane };
  return {
    ...common,
    tokens,
    pacer,
    sourceReader,
    sourceFor: remembered(
      (operatorId) => new StoraSource(stora, { ...call, provider: 'stora', operatorId }),
    ),
    ledgerFor: remembered((operatorId, accountId) => {
      const pinned = accountId === undefined ? {} : { accountId };
      return new XeroLedger(xero, { ...call, ...pinned, provider: 'xero', operatorId });
    }),
    /** A source for steps that hold a token themselves, such as taking leave. */
    sourceWith: (operatorId: string, token: AccessToken) =>
      new StoraSource(stora, {
        ...call,
        tokens: new OneToken('stora', token),
        provider: 'stora',
        operatorId,
      }),
  };
}

/** Clients hold small caches (chart of accounts, timeline ids); beyond this many the oldest goes. */
const clientsMax = 500;

function remembered<T>(
  make: (operatorId: string, accountId?: string) => T,
): (operatorId: string, accountId?: string) => T {
  const made = new Map<string, T>();
  return (operatorId, accountId) => {
    const key = `${operatorId} ${accountId ?? ''}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(operatorId, accountId);
    made.set(key, fresh);
    const oldest = made.keys().next();
    if (made.size > clientsMax && !oldest.done) made.delete(oldest.value);
    return fresh;
  };
}
