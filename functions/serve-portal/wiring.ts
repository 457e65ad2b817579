import { KMSClient } from '@aws-sdk/client-kms';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type * as z from 'zod/mini';
import { DynamoActivities } from '../../shared/adapters/dynamodb/activities.ts';
import { DynamoAuthorizations } from '../../shared/adapters/dynamodb/authorizations.ts';
import { dynamoClient } from '../../shared/adapters/dynamodb/client.ts';
import { DynamoConnections } from '../../shared/adapters/dynamodb/connections.ts';
import { DynamoHostedLinks } from '../../shared/adapters/dynamodb/hosted-links.ts';
import { DynamoIssues } from '../../shared/adapters/dynamodb/issues.ts';
import { DynamoLinks } from '../../shared/adapters/dynamodb/links.ts';
import { DynamoOperators } from '../../shared/adapters/dynamodb/operators.ts';
import { Table } from '../../shared/adapters/dynamodb/table.ts';
import { KmsVault } from '../../shared/adapters/kms/vault.ts';
import { SystemClock } from '../../shared/adapters/node/clock.ts';
import { NodeCrypto } from '../../shared/adapters/node/crypto.ts';
import { OauthClient } from '../../shared/adapters/oauth/oauth-client.ts';
import { storaAccount } from '../../shared/adapters/oauth/stora-account.ts';
import { xeroAccount } from '../../shared/adapters/oauth/xero-account.ts';
import { failurePage } from '../../shared/adapters/portal/failure-page.tsx';
import { portalApp } from '../../shared/adapters/portal/portal-app.tsx';
import type { PortalDeps } from '../../shared/adapters/portal/portal-deps.ts';
import { SecretsManagerSecrets } from '../../shared/adapters/secrets/secrets.ts';
import { openHostedLink } from '../../shared/application/connect/hosted-links.ts';
import {
  formToken,
  isOwnForm,
  readSession,
  startSession,
} from '../../shared/application/connect/portal-session.ts';
import { loadStatus } from '../../shared/application/connect/show-status.ts';
import {
  type StartAuthorizationDeps,
  startAuthorization,
} from '../../shared/application/connect/start-authorization.ts';
import { statusView } from '../../shared/domain/portal/status-view.ts';
import type { HttpHandlerParts } from '../../shared/runtime/http-handler.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import { env } from './config.ts';

/** Composes the portal from its environment. @throws when a variable is missing. */
export function wire(variables: Record<string, string | undefined>): HttpHandlerParts {
  const settings = parseEnv(env, variables);
  const common = wireCommon(settings);
  const { table, operators } = common;
  const authorization: StartAuthorizationDeps = {
    ...common,
    authorizations: new DynamoAuthorizations(common),
    vault: new KmsVault({ ...common, client: new KMSClient({}), keyId: settings.KEY_ID }),
    providers: wireProviders(settings, common),
  };
  const status = {
    ...common,
    connections: new DynamoConnections({ table }),
    issues: new DynamoIssues({ table }),
    links: new DynamoLinks({ table }),
  };
  const formOrigins = [settings.STORA_SETTINGS, settings.XERO_SETTINGS].map(
    ({ authorizeUrl }) => new URL(authorizeUrl).origin,
  );
  const deps: PortalDeps = {
    formOrigins,
    openLink: (token) => openHostedLink(common, token),
    startSession: (token) => startSession(common, token),
    readSession: (cookieValue) => readSession(common, cookieValue),
    formToken: (session) => formToken(common, session),
    isOwnForm: (session, token) => isOwnForm(common, session, token),
    startAuthorization: (start) => startAuthorization(authorization, start),
    async loadStatus({ operatorId }) {
      const operator = await operators.get(operatorId);
      return operator && statusView(await loadStatus(status, operator));
    },
  };
  return {
    app: portalApp(deps),
    failure: (requestId) => failurePage(requestId, formOrigins),
    log: createLog('serve-portal'),
    metrics: createMetrics('serve-portal'),
  };
}

type Settings = z.infer<typeof env>;

function wireCommon(settings: Settings) {
  const clock = new SystemClock();
  const crypto = new NodeCrypto();
  const table = new Table({
    client: dynamoClient(),
    name: settings.TABLE_NAME,
    newNonce: () => crypto.uuid(),
  });
  const secrets = new SecretsManagerSecrets({ client: new SecretsManagerClient({}), clock });
  return {
    table,
    clock,
    crypto,
    secrets,
    signer: { crypto, signingKey: () => secrets.signingKey(settings.SIGNING_KEY_SECRET_NAME) },
    hostedLinks: new DynamoHostedLinks({ table, clock }),
    operators: new DynamoOperators({ table }),
    activities: new DynamoActivities({ table }),
    portalBaseUrl: settings.PORTAL_BASE_URL,
  };
}

function wireProviders(settings: Settings, common: ReturnType<typeof wireCommon>) {
  const { STORA_SETTINGS: stora, XERO_SETTINGS: xero } = settings;
  const oauth = { secrets: common.secrets, clock: common.clock, fetch };
  return {
    stora: new OauthClient({
      ...oauth,
      provider: 'stora',
      settings: stora,
      whoIs: storaAccount(stora),
    }),
    xero: new OauthClient({ ...oauth, provider: 'xero', settings: xero, whoIs: xeroAccount(xero) }),
  };
}
