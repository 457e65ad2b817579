import { callbackApp } from '../../shared/adapters/portal/callback-app.tsx';
import { failurePage } from '../../shared/adapters/portal/failure-page.tsx';
import { afterConnected } from '../../shared/application/connect/after-connected.ts';
import { finishAuthorization } from '../../shared/application/connect/finish-authorization.ts';
import { formToken, readSession } from '../../shared/application/connect/portal-session.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import { openResumingQueues } from '../../shared/composition/open-resuming-queues.ts';
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
  const { crypto, secrets, formOrigins } = providers;
  const common = { ...providers, portalBaseUrl };
  const following = { ...common, ...openResumingQueues(settings) };
  const completion = { ...common, afterConnected: afterConnected(following) };
  const visits = {
    ...common,
    signer: { crypto, signingKeys: () => secrets.signingKeys(settings.SIGNING_KEY_SECRET_NAME) },
  };
  return {
    app: callbackApp({
      formOrigins,
      readSession: (cookieValue) => readSession(visits, cookieValue),
      formToken: (session) => formToken(visits, session),
      completeAuthorization: (visit) => finishAuthorization(completion, visit),
    }),
    failure: (requestId) => failurePage(requestId, formOrigins),
    log,
    metrics,
  };
}
