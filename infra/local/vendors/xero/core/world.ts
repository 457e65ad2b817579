import { type FaultPlan, type FaultSettings, faultPlan } from '../gate/fault-plan.ts';
import { IdempotencyMemory } from '../gate/idempotency-memory.ts';
import { type LimitSettings, RateLimiter } from '../gate/rate-limiter.ts';
import { RefusalPlan } from '../gate/refusal-plan.ts';
import { type GrantSettings, Grants } from '../oauth/grants.ts';
import type { Book } from './book.ts';

export interface Clock {
  nowEpochMs(): number;
}

/** Where ids, tokens and chance come from; `createSeededRandom` fits. */
export interface RandomSource {
  next(): number;
  uuid(): string;
  urlSafe(length: number): string;
}

export interface XeroClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
}

export interface WorldSettings {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly client: XeroClient;
  readonly grants: GrantSettings;
  readonly limits: LimitSettings;
  readonly faults: FaultSettings;
  readonly books: readonly Book[];
  /** Most elements of one request. */
  readonly maxElements: number;
  /** Waits for the simulated latency; the core itself has no timers. */
  readonly delay: (ms: number) => Promise<void>;
}

/** Everything the simulated Xero knows: organisations, grants, limits, memory of keys, faults, counts of calls. */
export class XeroWorld {
  readonly settings: WorldSettings;
  readonly grants: Grants;
  readonly limiter: RateLimiter;
  readonly idempotency = new IdempotencyMemory();
  readonly faults: FaultPlan;
  readonly refusals = new RefusalPlan();
  /** Slugs of organisations whose lists refuse slow filters. */
  readonly highVolume = new Set<string>();
  readonly #counts = new Map<string, Map<string, number>>();

  constructor(settings: WorldSettings) {
    const { random } = settings;
    this.settings = settings;
    this.grants = new Grants(settings.grants, {
      uuid: () => random.uuid(),
      urlSafe: (length) => random.urlSafe(length),
    });
    this.limiter = new RateLimiter(settings.limits);
    this.faults = faultPlan(settings.faults, () => random.next());
  }

  get nowEpochMs(): number {
    return this.settings.clock.nowEpochMs();
  }

  /** The organisation with this tenant id or slug. */
  book(tenantIdOrSlug: string): Book | undefined {
    return this.settings.books.find(
      (book) => book.tenantId === tenantIdOrSlug || book.slug === tenantIdOrSlug,
    );
  }

  /** Counts a call of an organisation by route and status, for the control page. */
  count(slug: string, label: string): void {
    const counts = this.#counts.get(slug) ?? new Map<string, number>();
    counts.set(label, (counts.get(label) ?? 0) + 1);
    this.#counts.set(slug, counts);
  }

  /** Calls of an organisation so far: `METHOD path status` → number. */
  counts(slug: string): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts.get(slug) ?? []);
  }
}
