import type { SeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import type { LatencyClass } from './latency.ts';
import type { Rejection, SimulatedProvider } from './simulated-provider.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface NetworkParts {
  readonly time: VirtualTime;
  readonly provider: SimulatedProvider;
  readonly latency: LatencyClass;
  readonly random: SeededRandom;
}

/**
 * The way to the provider and back. What counts for a cap is when a call arrives, and that is at an
 * unknown point between its start and its answer.
 */
export class Network {
  readonly #parts: NetworkParts;
  sent = 0;
  passed = 0;
  rejected = 0;
  firstStartEpochMs = Number.POSITIVE_INFINITY;
  lastStartEpochMs = 0;
  lastAnswerEpochMs = 0;
  /** Time with at least one call under way. */
  busyMs = 0;
  #underWay = 0;
  #busySinceEpochMs = 0;

  constructor(parts: NetworkParts) {
    this.#parts = parts;
  }

  /** One call; resolves when its answer is here: null when it passed. */
  call(): Promise<Rejection | null> {
    const { time, latency, random } = this.#parts;
    const startEpochMs = time.nowEpochMs();
    const durationMs = latency.draw(random);
    this.#started(startEpochMs);
    return new Promise((resolve) => {
      time.happenAt(startEpochMs + Math.round(durationMs * random.next()), () => {
        const verdict = this.#arrived();
        time.wakeAt(startEpochMs + durationMs, () => {
          this.#answered(verdict);
          resolve(verdict);
        });
      });
    });
  }

  #started(atEpochMs: number): void {
    this.sent += 1;
    this.firstStartEpochMs = Math.min(this.firstStartEpochMs, atEpochMs);
    this.lastStartEpochMs = atEpochMs;
    if (this.#underWay === 0) this.#busySinceEpochMs = atEpochMs;
    this.#underWay += 1;
  }

  #arrived(): Rejection | null {
    const { time, provider } = this.#parts;
    const verdict = provider.arrive(time.nowEpochMs());
    if (verdict === null) this.passed += 1;
    else this.rejected += 1;
    return verdict;
  }

  #answered(verdict: Rejection | null): void {
    const { time, provider } = this.#parts;
    if (verdict === null) provider.leave();
    this.lastAnswerEpochMs = time.nowEpochMs();
    this.#underWay -= 1;
    if (this.#underWay === 0) this.busyMs += this.lastAnswerEpochMs - this.#busySinceEpochMs;
  }
}
