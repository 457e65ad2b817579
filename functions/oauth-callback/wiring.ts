import { KMSClient } from '@aws-sdk/client-kms';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type * as z from 'zod/mini';
import { DynamoActivities } from '../../shared/adapters/dynamodb/activities.ts';
import { DynamoAuthorizations } from '../../shared/adapters/dynamodb/authorizations.ts';
import { dynamoClient } from '../../shared/adapters/dynamodb/client.ts';
import { DynamoConnections } from '../../shared/adapters/dynamodb/connections.ts';
import { DynamoEndpoints } from '../../shared/adapters/dynamodb/endpoints.ts';
import { DynamoHostedLinks } from '../../shared/adapters/dynamodb/hosted-links.ts';
import { DynamoOperators } from '../../shared/adapters/dynamodb/operators.ts';
import { DynamoRates } from '../../shared/adapters/dynamodb/rates.ts';
import { DynamoSettingsStore } from '../../shared/adapters/dynamodb/settings-store.ts';
import { Table } from '../../shared/adapters/dynamodb/table.ts';
import { KmsVault } from '../../shared/adapters/kms/vault.ts';
import { SystemClock } from '../../shared/adapters/node/clock.ts';
import { NodeCrypto } from '../../shared/adapters/node/crypto.ts';
import { OauthClient } from '../../shared/adapters/oauth/oauth-client.ts';
import { storaAccount } from '../../shared/adapters/oauth/stora-account.ts';
import { xeroAccount } from '../../shared/adapters/oauth/xero-account.ts';
import { callbackApp } from '../../shared/adapters/portal/callback-app.tsx';
import { failurePage } from '../../shared/adapters/portal/failure-page.tsx';
import { SecretsManagerSecrets } from '../../shared/adapters/secrets/secrets.ts';
import { StoraSource } from '../../shared/adapters/stora/stora-source.ts';
import { XeroLedger } from '../../shared/adapters/xero/xero-ledger.ts';
import { createAccessTokens } from '../../shared/application/connect/access-tokens.ts';
import { completeAuthorization } from '../../shared/application/connect/complete-authorization.ts';
import { ensureLedgerSettings } from '../../shared/application/connect/ensure-ledger-settings.ts';
import { ensureWebhookEndpoint } from '../../shared/application/connect/ensure-webhook-endpoint.ts';
import { formToken, readSession } from '../../shared/application/connect/portal-session.ts';
import { PacedCalls } from '../../shared/application/pacing/paced-calls.ts';
import { defaultLedgerSettings } from '../../shared/domain/ledger/default-settings.ts';
import type { HttpHandlerParts } from '../../shared/runtime/http-handler.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import { env } from './config.ts';

/** Composes the callback from its environment. @throws when a variable is missing. */
export function wire(variables: Record<string, string | undefined>): HttpHandlerParts {
  const settings = parseEnv(env, variables);
  const common = wireCommon(settings);
  const { table, clock, crypto, secrets, log, metrics } = common;
  const visits = {
    ...common,
    signer: { crypto, signingKey: () => secrets.signingKey(settings.SIGNING_KEY_SECRET_NAME) },
    hostedLinks: new DynamoHostedLinks({ table, clock }),
    operators: new DynamoOperators({ table }),
  };
  const completion = {
    ...common,
    authorizations: new DynamoAuthorizations({ table, clock }),
    afterConnected: wireAfterConnected(settings, common),
  };
  const formOrigins = [settings.STORA_SETTINGS, settings.XERO_SETTINGS].map(
    ({ authorizeUrl }) => new URL(authorizeUrl).origin,
  );
  return {
    app: callbackApp({
      formOrigins,
      readSession: (cookieValue) => readSession(visits, cookieValue),
      formToken: (session) => formToken(visits, session),
      completeAuthorization: (visit) => completeAuthorization(completion, visit),
    }),
    failure: (requestId) => failurePage(requestId, formOrigins),
    log,
    metrics,
  };
}

type Settings = z.infer<typeof env>;

function wireCommon(settings: Settings) {
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
    portalBaseUrl: settings.PORTAL_BASE_URL,
    log: createLog('oauth-callback'),
    metrics: createMetrics('oauth-callback'),
  };
}

function wireAfterConnected(settings: Settings, common: ReturnType<typeof wireCommon>) {
  const { STORA_SETTINGS: stora, XERO_SETTINGS: xero } = settings;
  const { table, clock } = common;
  const tokens = createAccessTokens(common);
  const rates = new DynamoRates({ table });
  const limits = { stora: stora.limits, xero: xero.limits };
  const newPacer = () => new PacedCalls({ rates, clock, limits });
  const call = { tokens, clock, fetch, lane: 'live' } as const;
  return {
    async stora(operatorId: string) {
      const pacer = newPacer();
      const sourceFor = (id: string) =>
        new StoraSource(stora, { ...call, pacer, provider: 'stora', operatorId: id });
      const endpoints = new DynamoEndpoints({ table });
      await ensureWebhookEndpoint({ ...common, endpoints, sourceFor }, operatorId);
      await pacer.settle();
    },
    async xero(operatorId: string) {
      const pacer = newPacer();
      const ledgerFor = (id: string) =>
        new XeroLedger(xero, { ...call, pacer, provider: 'xero', operatorId: id });
      const ledgerSettings = new DynamoSettingsStore({ table });
      const deps = {
        ...common,
        settings: ledgerSettings,
        ledgerFor,
        derive: defaultLedgerSettings,
      };
      await ensureLedgerSettings(deps, operatorId);
      await pacer.settle();
    },
  };
}
