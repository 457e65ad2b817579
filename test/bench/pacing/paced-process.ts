import type { SeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { PacedCalls } from '../../../shared/application/pacing/paced-calls.ts';
import type { Provider } from '../../../shared/contracts/ids.ts';
import type { ProviderLimits } from '../../../shared/contracts/provider-settings.ts';
import type { Rate } from '../../../shared/contracts/rate-item.ts';
import type { AccessToken, AccessTokens } from '../../../shared/ports/access-tokens.ts';
import type { Lane } from '../../../shared/ports/pacer.ts';
import type { Rates } from '../../../shared/ports/rates.ts';
import { callProvider } from '../../../shared/runtime/provider-call.ts';
import { InMemoryRates } from '../../fakes/in-memory-rates.ts';
import type { Network } from './network.ts';
import type { Rejection } from './simulated-provider.ts';
import type { VirtualTime } from './virtual-time.ts';

const operatorId = 'acorn';

/** What all processes share: the stored item, with a database's latency, and its counts. */
export class SharedRates implements Rates {
  readonly #store = new InMemoryRates();
  readonly #time: VirtualTime;
  readonly #random: SeededRandom;
  writes = 0;
  conflicts = 0;

  constructor(parts: { time: VirtualTime; random: SeededRandom }) {
    this.#time = parts.time;
    this.#random = parts.random;
  }

  async get(operatorId: string, provider: Provider): Promise<Rate | undefined> {
    await this.#time.sleep(this.#latencyMs());
    return this.#store.get(operatorId, provider);
  }

  async save(rate: Rate): Promise<Rate | 'conflict'> {
    await this.#time.sleep(this.#latencyMs());
    const saved = await this.#store.save(rate);
    this.writes += 1;
    if (saved === 'conflict') this.conflicts += 1;
    return saved;
  }

  /** Within a region: some milliseconds. */
  #latencyMs(): number {
    return 3 + this.#random.below(6);
  }
}

export interface ProcessParts {
  readonly time: VirtualTime;
  readonly rates: SharedRates;
  readonly limits: ProviderLimits;
  readonly provider: Provider;
  readonly network: Network;
  readonly lane: Lane;
}

/** One environment of a worker with the real pacer and the real provider call; only the network is simulated. */
export class PacedProcess {
  readonly #pacer: PacedCalls;
  readonly #parts: ProcessParts;

  constructor(parts: ProcessParts) {
    this.#parts = parts;
    this.#pacer = new PacedCalls({
      clock: parts.time,
      rates: parts.rates,
      limits: { stora: parts.limits, xero: parts.limits },
    });
  }

  /** One paced call. @throws DeferredError when it must come back later. */
  async call(): Promise<void> {
    const { provider, lane, time, network } = this.#parts;
    await callProvider(
      { method: 'GET', url: 'https://provider.test/records' },
      {
        provider,
        operatorId,
        lane,
        tokens,
        pacer: this.#pacer,
        clock: time,
        fetch: async () => responseOf(await network.call(), provider),
      },
    );
  }

  settle(): Promise<void> {
    return this.#pacer.flush(operatorId);
  }
}

const token: AccessToken = {
  value: 'token',
  accountId: 'account',
  accountName: 'Account',
  epoch: 1,
  tokenVersion: 1,
};
const tokens: AccessTokens = {
  get: async () => token,
  replaceRejected: async () => token,
  judgeRefusal: async () => 'stands',
};

const passed = responseLike(200, new Headers());

function responseOf(rejection: Rejection | null, provider: Provider): Response {
  return rejection === null ? passed : responseLike(429, rejectionHeaders(rejection, provider));
}

/** Only what a provider call reads; a whole Response would take most of the bench's time. */
function responseLike(status: number, headers: Headers): Response {
  return { status, ok: status === 200, headers, text: async () => '' } as unknown as Response;
}

const xeroProblems = new Map([
  [0, 'concurrent'],
  [60_000, 'minute'],
]);

/** Stora names the limit and the epoch second of its end; Xero the seconds to wait and the problem. */
function rejectionHeaders(rejection: Rejection, provider: Provider): Headers {
  if (provider === 'stora') {
    return new Headers({
      'RateLimit-Limit': String(rejection.limit),
      'RateLimit-Reset': String(Math.ceil(rejection.resetEpochMs / 1_000)),
    });
  }
  const waitMs = rejection.resetEpochMs - Date.now();
  return new Headers({
    'Retry-After': String(Math.max(1, Math.ceil(waitMs / 1_000))),
    'X-Rate-Limit-Problem': xeroProblems.get(rejection.windowMs) ?? 'day',
  });
}
