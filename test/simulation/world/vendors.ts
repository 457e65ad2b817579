import {
  createStoraSandbox,
  type StoraSandbox,
} from '../../../infra/local/vendors/stora/stora-sandbox.ts';
import { calmFaults, type FaultKind } from '../../../infra/local/vendors/xero/gate/fault-plan.ts';
import type { TokenPair } from '../../../infra/local/vendors/xero/oauth/grants.ts';
import {
  createXeroSandbox,
  type XeroSandbox,
} from '../../../infra/local/vendors/xero/xero-sandbox.ts';
import { storaUrl } from '../../support/vendors-in-process.ts';
import { fastRandom } from '../engine/fast-random.ts';
import type { FaultId } from '../engine/fault-kinds.ts';
import { bearerOf, headerOf, type SentCall, type Vendor } from '../engine/sim-fetch.ts';
import type { Engine } from '../engine/with-faults.ts';
import { client, portalBaseUrl, storaScopes } from './addresses.ts';
import type { VendorPlan } from './plan.ts';
import { smallOperators } from './small-operators.ts';

type Deliver = (request: Request) => Promise<Response>;

/** Both vendors' sandboxes behind the simulated network. */
export class Vendors implements Vendor {
  readonly stora: StoraSandbox;
  readonly xero: XeroSandbox;
  /** Until when a vendor answers nothing but 503. */
  readonly downUntilEpochMs = { stora: 0, xero: 0 };
  deliver: Deliver = async () => new Response(null, { status: 503 });
  readonly #engine: Engine;
  /** Every token that Xero issued. */
  readonly xeroTokens: string[] = [];
  #pumpAtEpochMs: number | undefined;

  constructor(engine: Engine, plan: VendorPlan, seed: number) {
    const { time } = engine;
    this.#engine = engine;
    const clock = { nowEpochMs: () => time.nowEpochMs() };
    this.stora = createStoraSandbox({
      clock,
      random: fastRandom(seed ^ 0x5707a),
      applications: [
        {
          ...client,
          name: 'Rollerdoor',
          redirectUris: [`${portalBaseUrl}/callback/stora`],
          scopes: storaScopes.split(' '),
        },
      ],
      operators: smallOperators,
      deliver: (request) => this.deliver(request),
      // Later ones are an assumption of the sandbox; half an hour lets a run end in a few hours.
      retryDelaysSeconds: [60, 300, ...Array.from({ length: 98 }, () => 1_800)],
      ...plan.stora,
    });
    this.xero = createXeroSandbox({
      client: { ...client, redirectUris: [`${portalBaseUrl}/callback/xero`] },
      clock,
      random: fastRandom(seed ^ 0x8e40),
      accessTokenSeconds: plan.xero.accessTokenSeconds,
      limits: { window: plan.xero.window },
    });
    const { grants } = this.xero.world;
    for (const name of ['exchange', 'refresh'] as const) {
      const issue = grants[name].bind(grants) as (...input: unknown[]) => TokenPair | undefined;
      grants[name] = (...input: unknown[]) => this.#noted(issue(...input));
    }
  }

  #noted(pair: TokenPair | undefined): TokenPair | undefined {
    if (pair !== undefined) this.xeroTokens.push(pair.access.token, pair.refreshToken ?? '');
    return pair;
  }

  providerAt(url: URL): 'stora' | 'xero' {
    return url.origin === storaUrl ? 'stora' : 'xero';
  }

  isTokenCall(url: URL): boolean {
    return url.pathname.endsWith('/token') && url.pathname !== '/oauth2/token/info';
  }

  hasApplied(call: SentCall, fault: FaultId | undefined): boolean {
    if (fault === undefined || call.method === 'GET') return false;
    if (fault !== 'stora_lost_answer') return applied.has(fault);
    const key = headerOf(call, 'idempotency-key');
    if (key === undefined) return true;
    const slug = this.accountOf(call) ?? '';
    const { idempotency } = this.stora.world;
    const remembered = idempotency.recall(slug, key, this.#engine.time.nowEpochMs());
    return (remembered?.status ?? 500) < 300;
  }

  async serve(call: SentCall, fault: FaultId | undefined): Promise<Response> {
    const { provider } = call;
    if (this.downUntilEpochMs[provider] > this.#engine.time.nowEpochMs()) return unavailable();
    const answer =
      fault === undefined ? undefined : instead[fault]?.(this.#engine.time.nowEpochMs());
    if (answer !== undefined) return answer;
    return provider === 'stora' ? this.#serveStora(call, fault) : this.#serveXero(call, fault);
  }

  accountOf(call: SentCall): string | undefined {
    const token = bearerOf(call);
    if (call.provider === 'stora') {
      return this.stora.world.oauth.findByAccessToken(token)?.operatorSlug;
    }
    const tenantId = headerOf(call, 'xero-tenant-id') ?? '';
    const { grants } = this.xero.world;
    const userId = grants.accessToken(token)?.userId ?? '';
    const isOpen = grants.connectionsOf(userId).some((each) => each.tenantId === tenantId);
    return isOpen ? tenantId : undefined;
  }

  /** Whose endpoint has this address. */
  operatorAt(url: string): string {
    for (const { slug, tables } of this.stora.world.operators.values()) {
      for (const endpoint of tables.webhookEndpoints.values())
        if (endpoint.url === url) return slug;
    }
    return '';
  }

  /** Has the webhooks delivered that are due, at their time. */
  afterwards(): void {
    const due = this.stora.nextDueEpochMs();
    const { time } = this.#engine;
    if (due === null || (this.#pumpAtEpochMs ?? Infinity) <= due) return;
    this.#pumpAtEpochMs = Math.max(due, time.nowEpochMs());
    time.at(due, () => {
      this.#pumpAtEpochMs = undefined;
      time.actor = storaActor;
      time.follow(this.stora.runDue().then(() => this.afterwards()));
      this.afterwards();
    });
  }

  /** Addresses to which a delivery waits for its time or for an answer. */
  openDeliveries(): string[] {
    const open = this.stora.world.webhooks.deliveries.filter(
      ({ state }) => state === 'waiting' || state === 'running',
    );
    const wanted = new Set(open.map(({ endpointId }) => endpointId));
    return [...this.stora.world.operators.values()].flatMap(({ tables }) =>
      [...tables.webhookEndpoints.values()]
        .filter(({ id }) => wanted.has(id))
        .map(({ url }) => url),
    );
  }

  async #serveStora(call: SentCall, fault: FaultId | undefined): Promise<Response> {
    const { faults } = this.stora.settings;
    const rate = fault === undefined ? undefined : storaRates[fault];
    if (rate !== undefined) faults[rate] = 1;
    try {
      return await this.stora.fetch(requestOf(call));
    } finally {
      if (rate !== undefined) faults[rate] = 0;
    }
  }

  async #serveXero(call: SentCall, fault: FaultId | undefined): Promise<Response> {
    const { faults } = this.xero.world;
    const kind = fault === undefined ? undefined : xeroKinds[fault];
    if (kind === undefined) return this.xero.fetch(requestOf(call));
    faults.script({ kind, count: 1, method: undefined, pathIncludes: undefined });
    try {
      return await this.xero.fetch(requestOf(call));
    } finally {
      // One that was refused before it could fail does not leave its failure to the next one.
      faults.calm();
      faults.settings = calmFaults;
    }
  }
}

const storaActor = { name: 'vendor' };

/** Faults after which the vendor's books have changed, whatever it answers. */
const applied: ReadonlySet<FaultId> = new Set([
  'stora_token_lost',
  'xero_500_applied',
  'xero_token_lost',
]);

const storaRates: Partial<
  Record<
    FaultId,
    'gatewayErrors' | 'serverErrors' | 'apiErrors' | 'lostAnswers' | 'lostTokenAnswers'
  >
> = {
  stora_gateway_error: 'gatewayErrors',
  stora_server_error: 'serverErrors',
  stora_api_error: 'apiErrors',
  stora_lost_answer: 'lostAnswers',
  stora_token_lost: 'lostTokenAnswers',
};

const xeroKinds: Partial<Record<FaultId, FaultKind>> = {
  xero_503: '503-not-applied',
  xero_500_applied: '500-applied',
  xero_500_not_applied: '500-not-applied',
  xero_token_lost: 'timeout-applied',
  xero_token_503: '503-not-applied',
};

/** What stands in front of a vendor answers for it. */
const instead: Partial<Record<FaultId, (nowEpochMs: number) => Response>> = {
  stora_token_503: unavailable,
  stora_429: (nowEpochMs) =>
    new Response('{"error":{"code":"too_many_requests"}}', {
      status: 429,
      headers: {
        'RateLimit-Limit': '60',
        'RateLimit-Reset': String((Math.floor(nowEpochMs / 60_000) + 1) * 60),
      },
    }),
  stora_bare_429: () => new Response('', { status: 429 }),
  xero_429: () =>
    new Response('', {
      status: 429,
      headers: { 'retry-after': '7', 'x-rate-limit-problem': 'minute' },
    }),
};

function unavailable(): Response {
  return new Response('Service Unavailable', { status: 503 });
}

function requestOf(call: SentCall): Request {
  return new Request(call.url, {
    method: call.method,
    headers: call.headers ?? {},
    ...(call.body === '' ? {} : { body: call.body }),
  });
}
