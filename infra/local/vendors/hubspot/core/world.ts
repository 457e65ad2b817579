import type { MergedId } from '../crm/merge.ts';
import { type FaultPlan, type FaultSettings, faultPlan } from '../gate/fault-plan.ts';
import { type LimitSettings, RateLimiter } from '../gate/rate-limiter.ts';
import { type GrantSettings, Grants } from '../oauth/grants.ts';
import type { Account } from './account.ts';

export interface Clock {
  nowEpochMs(): number;
}

/** Where ids, tokens and chance come from; `createSeededRandom` fits. */
export interface RandomSource {
  next(): number;
  uuid(): string;
  urlSafe(length: number): string;
}

export interface HubspotClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
}

/** What nobody is sure of, or what differs between accounts. */
export interface Behaviour {
  /** When a batch tells what failed by 207 instead of refusing the whole call. */
  readonly multiStatus: 'traced' | 'always' | 'never';
  /** What an upsert by e-mail does that leaves out values which the contact has. */
  readonly emailUpsert: 'refuses' | 'clears' | 'keeps';
  readonly mergedId: MergedId;
  /** How long searches do not see a change. */
  readonly searchLagMs: number;
  /** What calls are answered with after the app was uninstalled. */
  readonly uninstalledStatus: 401 | 403;
}

export interface WorldSettings {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly client: HubspotClient;
  readonly appId: number;
  /** Versions in the paths that are answered. */
  readonly versions: readonly string[];
  readonly grants: GrantSettings;
  readonly limits: LimitSettings;
  readonly faults: FaultSettings;
  readonly behaviour: Behaviour;
  readonly accounts: readonly Account[];
  /** Waits for the simulated latency; the core itself has no timers. */
  readonly delay: (ms: number) => Promise<void>;
}

/** Everything the simulated HubSpot knows: accounts, grants, limits, faults, counts of calls. */
export class HubspotWorld {
  readonly settings: WorldSettings;
  readonly grants: Grants;
  readonly limiter: RateLimiter;
  readonly faults: FaultPlan;
  behaviour: Behaviour;
  readonly #counts = new Map<string, Map<string, number>>();

  constructor(settings: WorldSettings) {
    const { random } = settings;
    this.settings = settings;
    this.behaviour = settings.behaviour;
    this.grants = new Grants(settings.grants, (length) => random.urlSafe(length));
    this.limiter = new RateLimiter(settings.limits);
    this.faults = faultPlan(settings.faults, () => random.next());
  }

  get nowEpochMs(): number {
    return this.settings.clock.nowEpochMs();
  }

  /** The account with this hub id or slug. */
  account(hubIdOrSlug: number | string): Account | undefined {
    return this.settings.accounts.find(
      ({ facts }) => facts.hubId === hubIdOrSlug || facts.slug === hubIdOrSlug,
    );
  }

  isVersion(text: string): boolean {
    return this.settings.versions.includes(text);
  }

  /** Counts a call of an account by route and status, for the control page. */
  count(slug: string, label: string): void {
    const counts = this.#counts.get(slug) ?? new Map<string, number>();
    counts.set(label, (counts.get(label) ?? 0) + 1);
    this.#counts.set(slug, counts);
  }

  /** Calls of an account so far: `METHOD path status` → number. */
  counts(slug: string): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts.get(slug) ?? []);
  }
}
