import { callbackApp } from '../../shared/adapters/portal/callback-app.tsx';
import { failurePage } from '../../shared/adapters/portal/failure-page.tsx';
import { SqsChangeQueue } from '../../shared/adapters/sqs/change-queue.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { SqsDeferrer } from '../../shared/adapters/sqs/defer-visibility.ts';
import { completeAuthorization } from '../../shared/application/connect/complete-authorization.ts';
import { ensureLedgerSettings } from '../../shared/application/connect/ensure-ledger-settings.ts';
import { ensureWebhookEndpoint } from '../../shared/application/connect/ensure-webhook-endpoint.ts';
import { formToken, readSession } from '../../shared/application/connect/portal-session.ts';
import { endRetiredPairsOf } from '../../shared/application/disconnect/end-retired-pair.ts';
import { resumeAfterConnected } from '../../shared/application/issues/resume-after-connected.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import type { Provider } from '../../shared/contracts/ids.ts';
import type { HttpHandlerParts } from '../../shared/runtime/http-handler.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import { env } from './config.ts';

/** Composes the callback from its environment. @throws when a variable is missing. */
export function wire(variables: Record<string, string | undefined>): HttpHandlerParts {
  const settings = parseEnv(env, variables);
  const { PORTAL_BASE_URL: portalBaseUrl } = settings;
  const log = createLog('oauth-callback');
  const metrics = createMetrics('oauth-callback');
  const providers = openProviders({
    env: settings,
    lane: 'live',
    log,
    metrics,
  });
  const { connections, crypto, secrets, formOrigins, pacer } = providers;
  const common = { ...providers, portalBaseUrl };
  const resuming = { ...common, ...openQueues(settings) };
  const resume = (operatorId: string, provider: Provider) =>
    resumeAfterConnected(resuming, { operatorId, provider });
  const completion = {
    ...common,
    afterConnected: {
      async stora(operatorId: string) {
        await resume(operatorId, 'stora');
        await ensureWebhookEndpoint(common, operatorId);
        await endRetiredPairsOf(common, operatorId);
        await pacer.settle();
      },
      async xero(operatorId: string) {
        await resume(operatorId, 'xero');
        const connection = await connections.get({ operatorId, provider: 'xero' });
        const accountId = connection?.account.id;
        await ensureLedgerSettings(common, { operatorId, target: 'xero', accountId });
        await endRetiredPairsOf(common, operatorId);
        await pacer.settle();
      },
    },
  };
  const visits = {
    ...common,
    signer: { crypto, signingKeys: () => secrets.signingKeys(settings.SIGNING_KEY_SECRET_NAME) },
  };
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

/** What waited for the connection: issues go on the queue again, hidden messages are shown. */
function openQueues(urls: { CHANGES_XERO_QUEUE_URL: string; WRITE_BACKS_QUEUE_URL: string }) {
  const client = sqsClient();
  const changes = { client, queueUrl: urls.CHANGES_XERO_QUEUE_URL };
  return {
    queues: { xero: new SqsChangeQueue(changes) },
    hidden: {
      'changes-xero': new SqsDeferrer(changes),
      'write-backs': new SqsDeferrer({ client, queueUrl: urls.WRITE_BACKS_QUEUE_URL }),
    },
  };
}
