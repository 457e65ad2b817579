import { DynamoActivities } from '../adapters/dynamodb/activities.ts';
import { DynamoAside } from '../adapters/dynamodb/aside.ts';
import type { dynamoClient } from '../adapters/dynamodb/client.ts';
import { DynamoConnections } from '../adapters/dynamodb/connections.ts';
import { DynamoRates } from '../adapters/dynamodb/rates.ts';
import { DynamoRetiredPairs } from '../adapters/dynamodb/retired-pairs.ts';
import type { kmsClient } from '../adapters/kms/client.ts';
import type { secretsClient } from '../adapters/secrets/client.ts';
import { auditedVault } from '../application/audit/audited-vault.ts';
import { PacedCalls } from '../application/pacing/paced-calls.ts';
import { createAccessTokens } from '../application/tokens/access-tokens.ts';
import { OneToken } from '../application/tokens/one-token.ts';
import { RecentConnections } from '../application/tokens/recent-connections.ts';
import { rememberedAside } from '../application/tokens/remembered-aside.ts';
import { rememberedConnections } from '../application/tokens/remembered-connections.ts';
import { provider, type Target, target } from '../contracts/ids.ts';
import type { StoredForms } from '../contracts/stored-forms.ts';
import type { AccessToken } from '../ports/access-tokens.ts';
import type { Clock } from '../ports/clock.ts';
import type { LedgerFor } from '../ports/ledger/ledger.ts';
import type { Log, Metrics } from '../ports/log.ts';
import type { Lane } from '../ports/pacer.ts';
import { ExpiringCache } from '../runtime/expiring-cache.ts';
import type { ProviderCallParts } from '../runtime/provider-call.ts';
import { sourceClient, sourceReader } from '../source/clients.ts';
import type { SourceSettings } from '../source/registry.ts';
import { sourceName } from '../source/source-name.ts';
import { targetClients } from '../targets/clients.ts';
import type { CallFor, TargetClient } from '../targets/provider-client.ts';
import type { TargetSettings } from '../targets/registry.ts';
import { openOauth, settingsOf, type ToldSettings, targetSettingsOf } from './open-oauth.ts';
import { openTable } from './open-table.ts';
import { openVault } from './open-vault.ts';
import { openedWhenAsked } from './opened-when-asked.ts';

export interface ProviderParts {
  /** The variables that every function with provider access has. */
  env: {
    TABLE_NAME: string;
    KEY_ID: string;
    STORED_FORMS: StoredForms;
    SOURCE_SETTINGS: SourceSettings;
    /** A worker of one target has that one's only. */
    TARGET_SETTINGS: ToldSettings['targets'];
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

/**
 * The table, and everything that calls a provider: OAuth, tokens, pace, and a client per operator. Of the stores
 * those that these need; a function opens its others on the table.
 */
export function openProviders({ env, lane, log, metrics, clients }: ProviderParts) {
  const told = { source: env.SOURCE_SETTINGS, targets: env.TARGET_SETTINGS };
  const forms = env.STORED_FORMS;
  const opened = openTable({ tableName: env.TABLE_NAME, forms, dynamodb: clients?.dynamodb });
  const { clock } = opened;
  const connections = new DynamoConnections(opened);
  const activities = new DynamoActivities(opened);
  const rates = new DynamoRates(opened);
  const recent = new RecentConnections({ connections, clock });
  const common = {
    ...opened,
    activities,
    rates,
    retiredPairs: new DynamoRetiredPairs(opened),
    connections: rememberedConnections(connections, recent),
    aside: rememberedAside(new DynamoAside(opened), recent),
    ...openOauth(told, clock, clients?.secretsmanager),
    vault: auditedVault({
      ...opened,
      activities,
      vault: openVault({ keyId: env.KEY_ID, forms }, clock, clients?.kms),
      log,
      metrics,
    }),
    log,
    metrics,
  };
  const tokens = createAccessTokens(common, recent);
  const limits = openedWhenAsked(provider.options, (name) => settingsOf(told, name).limits);
  const pacer = new PacedCalls({ rates, clock, limits, metrics });
  const call = { tokens, pacer, clock, fetch, lane };
  const ledgers = openedWhenAsked(target.options, (name) => ledgerFor(told, name, call));
  return {
    ...common,
    tokens,
    pacer,
    /** Caps of each provider at this stage. */
    limits,
    sourceReader,
    sourceFor: remembered(clock, (operatorId) =>
      sourceClient.source(told.source, { ...call, provider: sourceName, operatorId }),
    ),
    /** For what may wait until everything else has had its turn. */
    unhurriedSourceFor: remembered(clock, (operatorId) =>
      sourceClient.source(told.source, {
        ...call,
        lane: 'reconcile',
        provider: sourceName,
        operatorId,
      }),
    ),
    ledgers,
    callsTo: (name: Target): CallFor => callsOf(name, call),
    /** A source for steps that hold a token themselves, such as taking leave. */
    sourceWith: (operatorId: string, token: AccessToken) =>
      sourceClient.source(told.source, {
        ...call,
        tokens: new OneToken(sourceName, token),
        provider: sourceName,
        operatorId,
      }),
  };
}

type CommonCall = Omit<ProviderCallParts, 'provider' | 'operatorId' | 'accountId'>;

/** Undefined where the target is no ledger. */
function ledgerFor<T extends Target>(
  told: ToldSettings,
  name: T,
  call: CommonCall,
): LedgerFor | undefined {
  const client: TargetClient<TargetSettings[T]> = targetClients[name];
  if (!('ledger' in client)) return undefined;
  const settings = targetSettingsOf(told, name);
  const callFor = callsOf(name, call);
  return remembered(call.clock, (operatorId, accountId) =>
    client.ledger(settings, callFor(operatorId, accountId)),
  );
}

function callsOf(name: Target, call: CommonCall): CallFor {
  return (operatorId, accountId) => {
    const pinned = accountId === undefined ? {} : { accountId };
    return { ...call, ...pinned, provider: name, operatorId };
  };
}

/** Clients hold small caches (chart of accounts, timeline ids); beyond this many the oldest goes. */
const clients = { entries: 500, lifeMs: Number.POSITIVE_INFINITY };

function remembered<T>(
  clock: Clock,
  make: (operatorId: string, accountId?: string) => T,
): (operatorId: string, accountId?: string) => T {
  const made = new ExpiringCache<T>(clock, clients);
  return (operatorId, accountId) =>
    made.getOrMake(`${operatorId} ${accountId ?? ''}`, () => make(operatorId, accountId));
}
