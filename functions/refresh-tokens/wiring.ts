import { KMSClient } from '@aws-sdk/client-kms';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type * as z from 'zod/mini';
import { DynamoActivities } from '../../shared/adapters/dynamodb/activities.ts';
import { dynamoClient } from '../../shared/adapters/dynamodb/client.ts';
import { DynamoConnections } from '../../shared/adapters/dynamodb/connections.ts';
import { DynamoEndpoints } from '../../shared/adapters/dynamodb/endpoints.ts';
import { DynamoRates } from '../../shared/adapters/dynamodb/rates.ts';
import { Table } from '../../shared/adapters/dynamodb/table.ts';
import { KmsVault } from '../../shared/adapters/kms/vault.ts';
import { SystemClock } from '../../shared/adapters/node/clock.ts';
import { NodeCrypto } from '../../shared/adapters/node/crypto.ts';
import { OauthClient } from '../../shared/adapters/oauth/oauth-client.ts';
import { storaAccount } from '../../shared/adapters/oauth/stora-account.ts';
import { xeroAccount } from '../../shared/adapters/oauth/xero-account.ts';
import { SecretsManagerSecrets } from '../../shared/adapters/secrets/secrets.ts';
import { StoraSource } from '../../shared/adapters/stora/stora-source.ts';
import { createAccessTokens } from '../../shared/application/connect/access-tokens.ts';
import { ensureWebhookEndpoint } from '../../shared/application/connect/ensure-webhook-endpoint.ts';
import {
  refreshDueConnections,
  type SweepCounts,
} from '../../shared/application/connect/refresh-due-connections.ts';
import { PacedCalls } from '../../shared/application/pacing/paced-calls.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics, type FlushableMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import { env } from './config.ts';

export interface RefreshTokensParts {
  /** Starts nothing new after the instant. */
  sweep(untilEpochMs: number): Promise<SweepCounts>;
  metrics: FlushableMetrics;
}

/** Composes the sweep from its environment. @throws when a variable is missing. */
export function wire(variables: Record<string, string | undefined>): RefreshTokensParts {
  const settings = parseEnv(env, variables);
  const { STORA_SETTINGS: stora, XERO_SETTINGS: xero, PORTAL_BASE_URL: portalBaseUrl } = settings;
  const common = wireCommon(settings);
  const { table, clock, metrics } = common;
  const tokens = createAccessTokens(common);
  const rates = new DynamoRates({ table });
  const limits = { stora: stora.limits, xero: xero.limits };

  async function repairEndpoint(operatorId: string): Promise<void> {
    if (portalBaseUrl === undefined) return;
    const pacer = new PacedCalls({ rates, clock, limits });
    const call = { provider: 'stora', lane: 'live', tokens, pacer, clock, fetch } as const;
    const sourceFor = (id: string) => new StoraSource(stora, { ...call, operatorId: id });
    const endpoints = new DynamoEndpoints({ table });
    await ensureWebhookEndpoint({ ...common, endpoints, sourceFor, portalBaseUrl }, operatorId);
    await pacer.settle();
  }

  const deps = { ...common, tokens, ensureWebhookEndpoint: repairEndpoint };
  return { sweep: (untilEpochMs) => refreshDueConnections(deps, untilEpochMs), metrics };
}

function wireCommon(settings: z.infer<typeof env>) {
  const { STORA_SETTINGS: stora, XERO_SETTINGS: xero } = settings;
  const clock = new SystemClock();
  const crypto = new NodeCrypto();
  const table = new Table({
    client: dynamoClient(),
    name: settings.TABLE_NAME,
    newNonce: () => crypto.uuid(),
  });
  const secrets = new SecretsManagerSecrets({ client: new SecretsManagerClient({}), clock });
  const oauth = { secrets, clock, fetch };
  return {
    table,
    clock,
    crypto,
    secrets,
    connections: new DynamoConnections({ table }),
    activities: new DynamoActivities({ table }),
    vault: new KmsVault({ client: new KMSClient({}), keyId: settings.KEY_ID, clock }),
    providers: {
      stora: new OauthClient({
        ...oauth,
        provider: 'stora',
        settings: stora,
        whoIs: storaAccount(stora),
      }),
      xero: new OauthClient({
        ...oauth,
        provider: 'xero',
        settings: xero,
        whoIs: xeroAccount(xero),
      }),
    },
    clientSecretNames: { stora: stora.clientSecretName, xero: xero.clientSecretName },
    log: createLog('refresh-tokens'),
    metrics: createMetrics('refresh-tokens'),
  };
}
