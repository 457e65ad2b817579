import { failurePage } from '../../shared/adapters/portal/failure-page.tsx';
import { portalApp } from '../../shared/adapters/portal/portal-app.tsx';
import { SqsChangeQueue } from '../../shared/adapters/sqs/change-queue.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { openHostedLink } from '../../shared/application/connect/hosted-links.ts';
import {
  formToken,
  isOwnForm,
  readSession,
  startSession,
} from '../../shared/application/connect/portal-session.ts';
import { loadStatus } from '../../shared/application/connect/show-status.ts';
import { startAuthorization } from '../../shared/application/connect/start-authorization.ts';
import { retryIssue } from '../../shared/application/issues/retry-issue.ts';
import { openOauth } from '../../shared/composition/open-oauth.ts';
import { openStores } from '../../shared/composition/open-stores.ts';
import { openVault } from '../../shared/composition/open-vault.ts';
import { statusView } from '../../shared/domain/portal/status-view.ts';
import type { HttpHandlerParts } from '../../shared/runtime/http-handler.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import { env } from './config.ts';

/** Composes the portal from its environment. @throws when a variable is missing. */
export function wire(variables: Record<string, string | undefined>): HttpHandlerParts {
  const settings = parseEnv(env, variables);
  const stores = openStores({ tableName: settings.TABLE_NAME });
  const { clock, crypto, operators } = stores;
  const oauth = openOauth(settings.STORA_SETTINGS, settings.XERO_SETTINGS, clock);
  const { secrets, formOrigins } = oauth;
  const common = {
    ...stores,
    ...oauth,
    vault: openVault(settings.KEY_ID, clock),
    signer: { crypto, signingKey: () => secrets.signingKey(settings.SIGNING_KEY_SECRET_NAME) },
    portalBaseUrl: settings.PORTAL_BASE_URL,
    queues: {
      xero: new SqsChangeQueue({ client: sqsClient(), queueUrl: settings.CHANGES_XERO_QUEUE_URL }),
    },
  };
  return {
    app: portalApp({
      formOrigins,
      openLink: (token) => openHostedLink(common, token),
      startSession: (token) => startSession(common, token),
      readSession: (cookieValue) => readSession(common, cookieValue),
      formToken: (session) => formToken(common, session),
      isOwnForm: (session, token) => isOwnForm(common, session, token),
      startAuthorization: (start) => startAuthorization(common, start),
      retryIssue: ({ operatorId }, record) =>
        retryIssue(common, { operatorId, ...record }, 'operator'),
      async loadStatus({ operatorId }) {
        const operator = await operators.get(operatorId);
        return operator && statusView(await loadStatus(common, operator));
      },
    }),
    failure: (requestId) => failurePage(requestId, formOrigins),
    log: createLog('serve-portal'),
    metrics: createMetrics('serve-portal'),
  };
}
