import { Hono } from 'hono';
import { LostAnswer } from '../common/lost-answer.ts';
import { createSeededRandom } from '../common/seeded-random.ts';
import { addControlRoutes } from './control/control-routes.ts';
import { XeroWorld } from './core/world.ts';
import type { XeroSandboxOptions } from './core/xero-options.ts';
import { createSampleBooks } from './data/sample-organisations.ts';
import { EventSender } from './events/event-sender.ts';
import { answerAccounting } from './gate/accounting-gate.ts';
import { calmFaults } from './gate/fault-plan.ts';
import type { LimitSettings } from './gate/rate-limiter.ts';
import { readAuthorizeRequest } from './oauth/authorize-request.ts';
import { addAuthorizeRoutes, approveRequest } from './oauth/authorize-routes.ts';
import { addTokenRoutes } from './oauth/token-routes.ts';

export interface XeroSandbox {
  /** Answers like the real thing; rejects with a TypeError, as fetch does, when a fault drops the connection. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Approves an authorize URL without a browser and gives the redirect with the code; throws on a bad URL. */
  readonly approve: (
    authorizeUrl: string,
    choice: { readonly organisations: readonly string[]; readonly userId?: string },
  ) => string;
  /** The webhooks of the app; absent where none were set up. Nothing is sent until they are asked to. */
  readonly events: EventSender | undefined;
  /** The state behind it, for assertions. */
  readonly world: XeroWorld;
}

/** Builds the simulated Xero: identity, connections, Accounting API and control page behind one `fetch`. */
export function createXeroSandbox(options: XeroSandboxOptions): XeroSandbox {
  const world = createWorld(options);
  world.grants.reconnects = { ...world.grants.reconnects, ...options.reconnects };
  const events = options.events && openEvents(world, options.events);
  const app = createApp(world, events);
  return {
    world,
    events,
    fetch: async (request) => {
      const response = await app.fetch(request);
      if (response.headers.has(lostMark))
        throw new TypeError('fetch failed', { cause: new LostAnswer() });
      return response;
    },
    approve: (authorizeUrl, choice) => approve(world, authorizeUrl, choice),
  };
}

function openEvents(
  world: XeroWorld,
  { url, key }: NonNullable<XeroSandboxOptions['events']>,
): EventSender {
  const { books } = world.settings;
  const fetch = (request: Request) => globalThis.fetch(request);
  return new EventSender({ url, key, books, fetch });
}

const lostMark = 'x-sandbox-lost';

function createApp(world: XeroWorld, events: EventSender | undefined): Hono {
  const app = new Hono();
  addAuthorizeRoutes(app, world);
  addTokenRoutes(app, world);
  addControlRoutes(app, world, events);
  app.all('/api.xro/2.0/*', (context) => answerAccounting(world, context.req.raw));
  app.onError((error, context) => {
    if (error instanceof LostAnswer) return context.body(null, 500, { [lostMark]: '1' });
    throw error;
  });
  return app;
}

function createWorld(options: XeroSandboxOptions): XeroWorld {
  return new XeroWorld({
    clock: options.clock ?? { nowEpochMs: () => Date.now() },
    random: options.random ?? createSeededRandom(20_261),
    client: options.client,
    grants: {
      accessTokenSeconds: options.accessTokenSeconds ?? 1800,
      refreshGraceSeconds: options.refreshGraceSeconds ?? 1800,
      refreshIdleDays: options.refreshIdleDays ?? 60,
      codeSeconds: 300,
    },
    limits: { ...xeroLimits, ...options.limits },
    faults: { ...calmFaults, ...options.faults },
    books: createSampleBooks(options.furtherOrganisations),
    maxElements: options.maxElements ?? 500,
    delay: options.delay ?? (() => Promise.resolve()),
  });
}

// Xero's published limits: per organisation 60 a minute, 5,000 a day, 5 at once; per app 10,000 a minute.
const xeroLimits: LimitSettings = {
  enabled: true,
  perMinute: 60,
  perDay: 5000,
  concurrent: 5,
  appPerMinute: 10_000,
  window: 'sliding',
};

function approve(
  world: XeroWorld,
  authorizeUrl: string,
  choice: { readonly organisations: readonly string[]; readonly userId?: string },
): string {
  const read = readAuthorizeRequest(new URL(authorizeUrl).searchParams, world.settings.client);
  if (!read.ok) throw new Error(`The authorize URL is not good: ${read.message}`);
  const location = approveRequest(world, read.request, {
    slugs: choice.organisations,
    userId: choice.userId,
  });
  if (location === undefined)
    throw new Error(
      'Name an organisation (acorn, harbour), unless the person has one connected already.',
    );
  return location;
}
