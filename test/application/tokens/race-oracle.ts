import type { TokenFence } from '../../../shared/ports/connections.ts';

/** What became of a pair that the provider gave out. */
type Fortune = 'pending' | 'stored' | 'fenced' | 'answer_lost' | 'crashed' | 'abandoned';

interface Lease {
  epoch: number;
  version: number;
  untilEpochMs: number;
  endedEpochMs: number | undefined;
}

type Death = 'forAWhile' | 'byCrash' | 'byLostAnswer' | 'unexplained';

/** One refresh that the provider accepted. */
export interface AcceptedPost {
  worker: number;
  epoch: number;
  version: number;
  refreshToken: string;
  lease: Lease;
  fortune: Fortune;
}

/**
 * Sees both sides, the provider's and the store's, and counts what must never happen. It decides by
 * what really happened, not by what the code under test believes.
 */
export class RaceOracle {
  readonly accepted: AcceptedPost[] = [];
  posts = 0;
  refused = 0;
  lostApplied = 0;
  lostUnapplied = 0;
  crashes = 0;
  served = 0;
  servedAfterReplacing = 0;
  servedNever = 0;
  acceptedLate = 0;
  reconnects = 0;
  revived = 0;
  readonly violations: string[] = [];
  readonly #now: () => number;
  /** Open leases by their owner's name, as the store granted them. */
  readonly #leases = new Map<string, Lease>();
  /** Which leases had a grant refused while the store already held a newer pair. */
  readonly #toldStale = new Set<string>();
  /** Versions for which somebody held up past his lease stored a pair before its new holder. */
  readonly #lateWinners = new Set<string>();
  readonly #dead: AcceptedPost[][] = [];
  #current: AcceptedPost[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Forgets what earlier versions could still need; called once per expiry. */
  nextExpiry(): void {
    this.#current = this.#current.filter(({ fortune }) => fortune === 'pending');
    this.#leases.clear();
    this.#toldStale.clear();
    this.#lateWinners.clear();
  }

  leaseTaken(fence: TokenFence, untilEpochMs: number): void {
    const { epoch, tokenVersion: version } = fence;
    const lease = { epoch, version, untilEpochMs, endedEpochMs: undefined };
    this.#leases.set(fence.leaseOwner, lease);
  }

  leaseEnded(owner: string): void {
    const lease = this.#leases.get(owner);
    if (lease) lease.endedEpochMs ??= this.#now();
  }

  postSent(fence: TokenFence): void {
    this.posts += 1;
    const { epoch, tokenVersion: version } = fence;
    const running = [...this.#leases].filter(
      ([, lease]) => lease.epoch === epoch && lease.version === version && this.#isRunning(lease),
    );
    if (running.length > 1 && running.some(([owner]) => owner === fence.leaseOwner)) {
      this.violations.push(`two held a lease on version ${version} at once`);
    }
    if (this.#toldStale.has(fence.leaseOwner)) {
      this.violations.push(
        `asked again with version ${fence.tokenVersion} though a newer one was stored`,
      );
    }
  }

  postRefused(fence: TokenFence, stored: { epoch: number; tokenVersion: number }): void {
    this.refused += 1;
    const isStale = stored.epoch !== fence.epoch || stored.tokenVersion !== fence.tokenVersion;
    if (isStale) this.#toldStale.add(fence.leaseOwner);
  }

  postAccepted(worker: number, fence: TokenFence, refreshToken: string): AcceptedPost {
    const { epoch, tokenVersion: version } = fence;
    const lease = this.#leases.get(fence.leaseOwner) ?? {
      epoch,
      version,
      untilEpochMs: 0,
      endedEpochMs: undefined,
    };
    const hasRival = this.#current.some(
      (post) => post.epoch === epoch && post.version === version && this.#isRunning(post.lease),
    );
    // Whoever was held up on the way until the lease was over has no claim to be the only one.
    if (!this.#isRunning(lease)) this.acceptedLate += 1;
    else if (hasRival) {
      this.violations.push(`two were accepted for version ${version} under running leases`);
    }
    const post: AcceptedPost = {
      worker,
      epoch,
      version,
      refreshToken,
      lease,
      fortune: 'pending',
    };
    this.accepted.push(post);
    this.#current.push(post);
    return post;
  }

  storeTried(
    refreshToken: string,
    isApplied: boolean,
    row: { epoch: number; version: number },
  ): void {
    const post = this.#current.find((candidate) => candidate.refreshToken === refreshToken);
    if (!post || post.fortune === 'stored') return;
    const isRunning = this.#isRunning(post.lease);
    const place = `${post.epoch} ${post.version}`;
    if (isApplied && !isRunning) this.#lateWinners.add(place);
    const isWronged = isRunning && post.epoch === row.epoch && !this.#lateWinners.has(place);
    if (!isApplied && isWronged) {
      this.violations.push(`the pair of version ${post.version} was refused under its own lease`);
    }
    post.fortune = isApplied ? 'stored' : 'fenced';
  }

  versionStored(before: { epoch: number; version: number }, after: { version: number }): void {
    if (after.version === before.version + 1) return;
    this.violations.push(`version ${after.version} was written over ${before.version}`);
  }

  crashed(worker: number): void {
    this.crashes += 1;
    for (const post of this.#current) {
      if (post.worker === worker && post.fortune === 'pending') post.fortune = 'crashed';
    }
  }

  storeGaveUp(worker: number): void {
    for (const post of this.#current) {
      if (post.worker === worker && post.fortune === 'pending') post.fortune = 'abandoned';
    }
  }

  markedDead(fence: TokenFence): void {
    const { epoch, tokenVersion: version } = fence;
    this.#dead.push(
      this.#current.filter((post) => post.epoch === epoch && post.version === version),
    );
  }

  /** Why connections were given up, told at the end: who stood still then may have gone on since. */
  deaths(): Record<Death, number> {
    const counts = { forAWhile: 0, byCrash: 0, byLostAnswer: 0, unexplained: 0 };
    for (const posts of this.#dead) counts[causeOf(posts)] += 1;
    return counts;
  }

  countOf(fortune: Fortune): number {
    return this.accepted.filter((post) => post.fortune === fortune).length;
  }

  #isRunning(lease: Lease): boolean {
    return lease.endedEpochMs === undefined && lease.untilEpochMs > this.#now();
  }
}

function causeOf(posts: AcceptedPost[]): Death {
  const has = (fortune: Fortune) => posts.some((post) => post.fortune === fortune);
  // The pair came after all, and was stored although its holder's lease was long over.
  if (has('stored')) return 'forAWhile';
  if (has('crashed')) return 'byCrash';
  return has('answer_lost') ? 'byLostAnswer' : 'unexplained';
}
