import { DynamoAccountHolders } from '../../shared/adapters/dynamodb/account-holders.ts';
import { DynamoAuthorizations } from '../../shared/adapters/dynamodb/authorizations.ts';
import { DynamoBackfillRuns } from '../../shared/adapters/dynamodb/backfill-runs.ts';
import { DynamoEndpoints } from '../../shared/adapters/dynamodb/endpoints.ts';
import { DynamoHostedLinks } from '../../shared/adapters/dynamodb/hosted-links.ts';
import { DynamoIssues } from '../../shared/adapters/dynamodb/issues.ts';
import { DynamoLedgerWatches } from '../../shared/adapters/dynamodb/ledger-watches.ts';
import { DynamoLinks } from '../../shared/adapters/dynamodb/links.ts';
import { DynamoNightWatches } from '../../shared/adapters/dynamodb/night-watches.ts';
import { DynamoOperators } from '../../shared/adapters/dynamodb/operators.ts';
import { DynamoResting } from '../../shared/adapters/dynamodb/resting.ts';
import { DynamoSettingsStore } from '../../shared/adapters/dynamodb/settings-store.ts';
import { DynamoSettingsVersions } from '../../shared/adapters/dynamodb/settings-versions.ts';
import { DynamoSourceStates } from '../../shared/adapters/dynamodb/source-states.ts';
import { DynamoWaitingGrants } from '../../shared/adapters/dynamodb/waiting-grants.ts';
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
  const stores = {
    ...providers,
    nightWatches: new DynamoNightWatches(providers),
    settingsVersions: new DynamoSettingsVersions(providers),
    accountHolders: new DynamoAccountHolders(providers),
    authorizations: new DynamoAuthorizations(providers),
    backfills: new DynamoBackfillRuns(providers),
    endpoints: new DynamoEndpoints(providers),
    hostedLinks: new DynamoHostedLinks(providers),
    issues: new DynamoIssues(providers),
    links: new DynamoLinks(providers),
    ledgerWatches: new DynamoLedgerWatches(providers),
    operators: new DynamoOperators(providers),
    resting: new DynamoResting(providers),
    settings: new DynamoSettingsStore(providers),
    sourceStates: new DynamoSourceStates(providers),
    waitingGrants: new DynamoWaitingGrants(providers),
  };
  const { crypto, secrets, formOrigins } = providers;
  const common = { ...stores, portalBaseUrl };
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
