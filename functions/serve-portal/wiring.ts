import { failurePage } from '../../shared/adapters/portal/failure-page.tsx';
import { hooksApp } from '../../shared/adapters/portal/hooks-app.ts';
import { withPeople } from '../../shared/adapters/portal/people-app.tsx';
import { portalApp } from '../../shared/adapters/portal/portal-app.tsx';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { SqsNightQueue } from '../../shared/adapters/sqs/night-queue.ts';
import { afterConnected } from '../../shared/application/connect/after-connected.ts';
import { chooseAccount, loadChoice } from '../../shared/application/connect/choose-account.ts';
import { openHostedLink } from '../../shared/application/connect/hosted-links.ts';
import {
  formToken,
  isOwnForm,
  readSession,
  startSession,
} from '../../shared/application/connect/portal-session.ts';
import { startAuthorization } from '../../shared/application/connect/start-authorization.ts';
import { disconnect } from '../../shared/application/disconnect/disconnect.ts';
import { receiveDeprovision } from '../../shared/application/disconnect/receive-deprovision.ts';
import { loadEnding } from '../../shared/application/disconnect/show-disconnect.ts';
import { loadSettings } from '../../shared/application/settings/load-settings.ts';
import { acceptSilence } from '../../shared/application/source-state/accept-silence.ts';
import { openBackfillVisits } from '../../shared/composition/open-backfill-visits.ts';
import { differencesOf } from '../../shared/composition/open-differences-pages.ts';
import { openExplain } from '../../shared/composition/open-explain.ts';
import { openIssuePages } from '../../shared/composition/open-issue-pages.ts';
import { peopleOf } from '../../shared/composition/open-people-pages.ts';
import { openPreviewVisits } from '../../shared/composition/open-preview-visits.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import { openReadingPages } from '../../shared/composition/open-reading-pages.ts';
import { openReconcileVisits } from '../../shared/composition/open-reconcile-visits.ts';
import { openResumingQueues } from '../../shared/composition/open-resuming-queues.ts';
import { openSettings } from '../../shared/composition/open-settings.ts';
import { storesOf } from '../../shared/composition/open-stores.ts';
import { settingsPages } from '../../shared/composition/settings-pages.ts';
import { disconnectView } from '../../shared/domain/portal/disconnect-view.ts';
import { hereOf } from '../../shared/domain/portal/overview-view.ts';
import { missedOf } from '../../shared/domain/portal/status-view.ts';
import type { HttpHandlerParts } from '../../shared/runtime/http-handler.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import { env } from './config.ts';

/** Composes the portal from its environment. @throws when a variable is missing. */
export function wire(variables: Record<string, string | undefined>): HttpHandlerParts {
  const common = openCommon(variables);
  const { formOrigins, log, metrics } = common;
  const { loadFrame } = openReadingPages(common);
  const people = { ...peopleOf(common), ...differencesOf(common), loadFrame };
  const portal = withPeople(portalOf(common), people);
  const hooks = hooksApp({ deprovision: (call) => receiveDeprovision(common, call) });
  return {
    app: {
      fetch: (request) =>
        new URL(request.url).pathname.startsWith('/hooks/')
          ? hooks.fetch(request)
          : portal.fetch(request),
    },
    failure: (requestId) => failurePage(requestId, formOrigins),
    log,
    metrics,
  };
}

type Common = ReturnType<typeof openCommon>;

function openCommon(variables: Record<string, string | undefined>) {
  const settings = parseEnv(env, variables);
  const metrics = createMetrics('serve-portal');
  const providers = openProviders({
    env: settings,
    lane: 'live',
    log: createLog('serve-portal'),
    metrics,
  });
  const { crypto, secrets } = providers;
  return {
    ...storesOf(providers),
    // These remember connections for a moment.
    ...providers,
    metrics,
    signer: { crypto, signingKeys: () => secrets.signingKeys(settings.SIGNING_KEY_SECRET_NAME) },
    deprovisionKeys: () => secrets.signingKeys(settings.DEPROVISION_SECRET_NAME),
    portalBaseUrl: settings.PORTAL_BASE_URL,
    mail: settings.MAIL_SETTINGS,
    recordPages: settings.SOURCE_SETTINGS.recordPages,
    ...openResumingQueues(settings),
    nightQueue: new SqsNightQueue({ client: sqsClient(), queueUrl: settings.NIGHTS_QUEUE_URL }),
  };
}

function portalOf(common: Common) {
  const operatorOf = async (operatorId: string) => {
    const operator = await common.operators.get(operatorId);
    return operator?.removal === undefined ? operator : undefined;
  };
  const completion = { ...common, afterConnected: afterConnected(common) };
  return portalApp({
    ...openReadingPages(common),
    ...openIssuePages(common),
    formOrigins: common.formOrigins,
    showsParts: isOnThisMachine(common.portalBaseUrl),
    sendsMail: common.mail.sender !== undefined,
    openLink: (token) => openHostedLink(common, token),
    startSession: (token, visitorName) => startSession(common, token, visitorName),
    readSession: (cookieValue) => readSession(common, cookieValue),
    ...settingsPages({ ...common, ...openSettings(common), operatorOf }),
    formToken: (session) => formToken(common, session),
    isOwnForm: (session, token) => isOwnForm(common, session, token),
    preview: openPreviewVisits(common),
    backfill: openBackfillVisits(common),
    explain: openExplain(common),
    reconcile: openReconcileVisits(common),
    acceptSilence: ({ operatorId }, wish) =>
      acceptSilence(common, { operatorId, actor: 'operator', ...wish }),
    startAuthorization: (start) => startAuthorization(common, start),
    loadChoice: (session, provider) => loadChoice(completion, { session, provider }),
    chooseAccount: (session, { provider, accountId }) =>
      chooseAccount(completion, { session, provider }, { accountId }),
    async disconnect({ operatorId }, provider) {
      await disconnect(common, { operatorId, provider, actor: 'operator' });
      await common.pacer.flush(operatorId);
    },
    async loadDisconnect({ operatorId }, provider) {
      if ((await operatorOf(operatorId)) === undefined) return undefined;
      const [{ connection, open }, told] = await Promise.all([
        loadEnding(common, { operatorId, provider }),
        loadMissed(common, operatorId),
      ]);
      return disconnectView(provider, connection, { open, ...told });
    },
  });
}

/** The local stack, where pages are built. */
function isOnThisMachine(url: string): boolean {
  return ['127.0.0.1', 'localhost'].includes(new URL(url).hostname);
}

async function loadMissed(common: Common, operatorId: string) {
  const [connections, sourceState, settings] = await Promise.all([
    common.connections.list(operatorId),
    common.sourceStates.get(operatorId),
    loadSettings(common.settings, operatorId),
  ]);
  const { timeZone } = hereOf({ settings, nowEpochMs: 0 });
  return { missed: missedOf({ connections, sourceState, settings, timeZone }), timeZone };
}
