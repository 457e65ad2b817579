import type { SeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import type { Fate } from '../../support/seeded-scheduler.ts';

/** Chances, 0 to 1: per await unless it says otherwise. */
export interface Luck {
  crash: number;
  /** That whoever comes by crashes at the await whose turn it is in this expiry. */
  aim: number;
  /** A store or the vault fails, before or after the effect. */
  storeFailure: number;
  /** The process stands still, often for longer than a lease. */
  pause: number;
  /** Per token request: it vanishes before it arrives, or is answered with an error. */
  lostRequest: number;
  /** Per token request: it is applied, but its answer never comes. */
  lostAnswer: number;
  /** Per expiry: the operator connects anew while the refresh is running. */
  reconnect: number;
}

/** Waiting workers look again and again: crashing there teaches little and would happen most. */
const idleShare = 0.01;
const idleLabels = ['connections.get', 'connections.takeLease', 'vault.open', 'use'];

/**
 * Deals what happens at an await: a crash, a failure, a long pause, or an ordinary latency. Beside
 * what chance brings, each expiry has one await at which somebody crashes for certain, in turn.
 */
export class Fates {
  readonly #random: SeededRandom;
  readonly #luck: Luck;
  readonly #labels: string[] = [];
  readonly #known = new Set<string>();
  #turn = 0;
  #aimedAt: string | undefined;

  constructor(random: SeededRandom, luck: Luck) {
    this.#random = random;
    this.#luck = luck;
  }

  aimAnew(): void {
    this.#aimedAt = this.#labels[this.#turn % Math.max(1, this.#labels.length)];
    this.#turn += 1;
  }

  deal(label: string, isCalm: boolean): Fate {
    this.#learn(label);
    const share = idleLabels.some((idle) => label.endsWith(idle)) ? idleShare : 1;
    if (!isCalm && this.#isCrashing(label, share)) return { kind: 'crash' };
    if (canFail(label) && this.#random.chance(this.#luck.storeFailure * share)) {
      return { kind: 'fail' };
    }
    if (this.#random.chance(this.#luck.pause * share)) return this.#goOnWithin(20_000, 80_000);
    if (!label.endsWith('token request')) return this.#goOnWithin(0, 15);
    return this.#random.chance(0.05) ? this.#goOnWithin(400, 12_000) : this.#goOnWithin(0, 400);
  }

  #learn(label: string): void {
    if (this.#known.has(label)) return;
    this.#known.add(label);
    this.#labels.push(label);
  }

  #isCrashing(label: string, share: number): boolean {
    if (label === this.#aimedAt && this.#random.chance(this.#luck.aim)) {
      this.#aimedAt = undefined;
      return true;
    }
    return this.#random.chance(this.#luck.crash * share);
  }

  #goOnWithin(leastMs: number, mostMs: number): Fate {
    return { kind: 'go_on', afterMs: leastMs + this.#random.below(mostMs - leastMs) };
  }
}

function canFail(label: string): boolean {
  return /^(before|after) (connections|vault)\./.test(label);
}
