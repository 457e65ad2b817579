import { Hono } from 'hono';
import type { SeededRandom } from '../common/seeded-random.ts';
import { mountControl } from './control/mount-control.ts';
import type { Clock } from './core/clock.ts';
import type { StoraSettings, StoraSettingsInput } from './core/stora-settings.ts';
import { resolveStoraSettings } from './core/stora-settings.ts';
import type { Application, StoredApplication, World } from './core/world.ts';
import { newId } from './core/world.ts';
import type { OperatorSeed } from './data/sample-operators.ts';
import { sampleOperators } from './data/sample-operators.ts';
import { seedOperator } from './data/seed-operator.ts';
import type { TimelineSourceSeed, TimelineTemplateSeed } from './data/seed-timeline.ts';
import {
  defaultTimelineSources,
  defaultTimelineTemplates,
  seedTimeline,
} from './data/seed-timeline.ts';
import { answerApi, apiVersion } from './gate/api-handler.ts';
import { IdempotencyStore } from './gate/idempotency-store.ts';
import { Limiter } from './gate/limiter.ts';
import { mountOauth } from './oauth/mount-oauth.ts';
import { OauthStore } from './oauth/oauth-store.ts';
import { routes } from './routes/route-table.ts';
import type { Deliver } from './webhooks/webhook-queue.ts';
import { WebhookQueue } from './webhooks/webhook-queue.ts';

export interface StoraSandboxOptions extends StoraSettingsInput {
  readonly clock: Clock;
  readonly random: SeededRandom;
  readonly applications: readonly Application[];
  /** How a webhook travels; default the global fetch. */
  readonly deliver?: Deliver;
  readonly operators?: readonly OperatorSeed[];
  readonly timelineSources?: readonly TimelineSourceSeed[];
  readonly timelineTemplates?: readonly TimelineTemplateSeed[];
}

export interface StoraSandbox {
  /** Answers any request to the simulated vendor: OAuth, API, control pages. */
  fetch(request: Request): Promise<Response>;
  /** When the next webhook delivery is due; null when none waits. */
  nextDueEpochMs(): number | null;
  /** Attempts all due deliveries; resolves with how many there were. */
  runDue(): Promise<number>;
  /** Mutable: switch faults, limits and modes while running. */
  readonly settings: StoraSettings;
  /** Everything stored, for tests. */
  readonly world: World;
  /** A token without any browser, for tests and benches. */
  issueAccessToken(grant: {
    readonly operatorSlug: string;
    readonly clientId: string;
    readonly scopes: readonly string[];
  }): string;
}

/** The simulated vendor: no timers, no own clock; the caller drives deliveries with runDue. */
export function createStoraSandbox(options: StoraSandboxOptions): StoraSandbox {
  const world = buildWorld(options);
  const timeline = seedTimeline(
    world,
    options.timelineSources ?? defaultTimelineSources,
    options.timelineTemplates ?? defaultTimelineTemplates,
  );
  for (const seed of options.operators ?? sampleOperators) seedOperator(world, seed, timeline);
  const app = buildApp(world);
  return {
    fetch: async (request) => app.fetch(request),
    nextDueEpochMs: () => world.webhooks.nextDueEpochMs(),
    runDue: () => world.webhooks.runDue(),
    settings: world.settings,
    world,
    issueAccessToken: (grant) => issueAccessToken(world, grant),
  };
}

function buildWorld(options: StoraSandboxOptions): World {
  const settings = resolveStoraSettings(readSettings(options));
  const operators: World['operators'] = new Map();
  const webhooks = new WebhookQueue({
    clock: options.clock,
    random: options.random,
    settings,
    deliver: options.deliver ?? ((request) => fetch(request)),
    findEndpoint: (operatorSlug, endpointId) =>
      operators.get(operatorSlug)?.tables.webhookEndpoints.get(endpointId),
  });
  return {
    clock: options.clock,
    random: options.random,
    settings,
    operators,
    applications: storeApplications(options),
    oauth: new OauthStore(options.random),
    webhooks,
    limiter: new Limiter(),
    idempotency: new IdempotencyStore(),
  };
}

function readSettings(options: StoraSandboxOptions): StoraSettingsInput {
  const {
    clock: _clock,
    random: _random,
    applications: _applications,
    deliver: _deliver,
    operators: _operators,
    timelineSources: _timelineSources,
    timelineTemplates: _timelineTemplates,
    ...settings
  } = options;
  return settings;
}

function storeApplications(options: StoraSandboxOptions): Map<string, StoredApplication> {
  return new Map(
    options.applications.map((application) => [
      application.clientId,
      { ...application, id: newId(options.random, 'app') },
    ]),
  );
}

function buildApp(world: World): Hono {
  const app = new Hono();
  mountOauth(app, world);
  app.all(`/${apiVersion}/*`, (c) => answerApi(world, routes, c.req.raw));
  mountControl(app, world);
  app.get('/', (c) => c.redirect('/control'));
  return app;
}

function issueAccessToken(
  world: World,
  grant: {
    readonly operatorSlug: string;
    readonly clientId: string;
    readonly scopes: readonly string[];
  },
): string {
  const row = world.oauth.issueTokens(
    {
      ...grant,
      expiresInSeconds: world.settings.accessTokenTtlSeconds,
      withRefreshToken: true,
    },
    world.clock.nowEpochMs(),
  );
  return row.accessToken;
}
