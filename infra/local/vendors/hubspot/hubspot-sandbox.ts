import { Hono } from 'hono';
import { LostAnswer } from '../common/lost-answer.ts';
import { createSeededRandom } from '../common/seeded-random.ts';
import { addControlRoutes } from './control/control-routes.ts';
import type { HubspotSandboxOptions } from './core/hubspot-options.ts';
import { type Behaviour, HubspotWorld } from './core/world.ts';
import { createSampleAccounts } from './data/sample-accounts.ts';
import { answerCrm } from './gate/crm-gate.ts';
import { calmFaults } from './gate/fault-plan.ts';
import type { LimitSettings } from './gate/rate-limiter.ts';
import { readAuthorizeRequest } from './oauth/authorize-request.ts';
import { addAuthorizeRoutes, approveRequest } from './oauth/authorize-routes.ts';
import { addTokenRoutes } from './oauth/token-routes.ts';
import { usualWebhooks, WebhookSender } from './webhooks/webhook-sender.ts';

export interface HubspotSandbox {
  /** Answers like the real thing; rejects with a TypeError, as fetch does, when a fault drops the connection. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Approves an authorize URL without a browser and gives the redirect with the code; throws where that fails. */
  readonly approve: (authorizeUrl: string, slug: string) => string;
  /** The webhooks of the app; absent where none were set up. Nothing is sent until they are asked to. */
  readonly webhooks: WebhookSender | undefined;
  /** The state behind it, for assertions. */
  readonly world: HubspotWorld;
}

/** Builds the simulated HubSpot: OAuth, CRM and control page behind one `fetch`. */
export function createHubspotSandbox(options: HubspotSandboxOptions): HubspotSandbox {
  const world = createWorld(options);
  const webhooks = options.webhooks && openWebhooks(world, options.webhooks);
  const app = createApp(world, webhooks);
  return {
    world,
    webhooks,
    fetch: async (request) => {
      const response = await app.fetch(request);
      if (response.headers.has(lostMark))
        throw new TypeError('fetch failed', { cause: new LostAnswer() });
      return response;
    },
    approve: (authorizeUrl, slug) => approve(world, authorizeUrl, slug),
  };
}

/** HubSpot waits five seconds for an answer. */
const patienceMs = 5_000;

function openWebhooks(
  world: HubspotWorld,
  { url, secret, ...settings }: NonNullable<HubspotSandboxOptions['webhooks']>,
): WebhookSender {
  const fetch = (request: Request) =>
    globalThis.fetch(request, { signal: AbortSignal.timeout(patienceMs) });
  return new WebhookSender({ ...usualWebhooks, ...settings }, { url, secret, world, fetch });
}

const lostMark = 'x-sandbox-lost';

function createApp(world: HubspotWorld, webhooks: WebhookSender | undefined): Hono {
  const app = new Hono();
  addAuthorizeRoutes(app, world);
  addTokenRoutes(app, world);
  addControlRoutes(app, world, webhooks);
  for (const path of ['/crm/*', '/account-info/*', '/appinstalls/*'])
    app.all(path, (context) => answerCrm(world, context.req.raw));
  app.onError((error, context) => {
    if (error instanceof LostAnswer) return context.body(null, 500, { [lostMark]: '1' });
    throw error;
  });
  return app;
}

function createWorld(options: HubspotSandboxOptions): HubspotWorld {
  return new HubspotWorld({
    clock: options.clock ?? { nowEpochMs: () => Date.now() },
    random: options.random ?? createSeededRandom(20_262),
    client: options.client,
    appId: options.appId ?? 1_300_001,
    versions: options.versions ?? ['2026-03', '2026-09'],
    grants: {
      accessTokenSeconds: 1800,
      codeSeconds: 300,
      rotatesRefreshTokens: false,
      ...options.grants,
    },
    limits: { ...hubspotLimits, ...options.limits },
    faults: { ...calmFaults, ...options.faults },
    behaviour: { ...usualBehaviour, ...options.behaviour },
    accounts: createSampleAccounts(options.furtherAccounts),
    delay: options.delay ?? (() => Promise.resolve()),
  });
}

// HubSpot's published limits for apps with OAuth.
const hubspotLimits: LimitSettings = {
  enabled: true,
  perTenSeconds: 110,
  searchesPerSecond: 5,
  sendsRetryAfter: false,
};

const usualBehaviour: Behaviour = {
  multiStatus: 'traced',
  emailUpsert: 'refuses',
  mergedId: 'new',
  searchLagMs: 10_000,
  uninstalledStatus: 401,
};

function approve(world: HubspotWorld, authorizeUrl: string, slug: string): string {
  const read = readAuthorizeRequest(new URL(authorizeUrl).searchParams, world.settings.client);
  if (!read.ok) throw new Error(`The authorize URL is not good: ${read.message}`);
  const approved = approveRequest(world, read.request, slug);
  if (!approved.ok) throw new Error(approved.message);
  return approved.location;
}
