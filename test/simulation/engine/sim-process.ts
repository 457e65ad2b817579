import type { Actor, VirtualTime } from './virtual-time.ts';

/**
 * One execution environment. Its code only ever goes on through `enter`: dead, it never does, and
 * none of its `catch` or `finally` runs, as when a machine loses power; suspended (an environment
 * between two invocations) or frozen, it goes on later, with everything it knew before.
 */
export class SimProcess implements Actor {
  readonly name: string;
  /** What its clock shows more than the true time. */
  readonly skewMs: number;
  /** Called once, when it crashes. */
  onCrash: () => void = () => undefined;
  /** Called with the length of each freeze: a frozen machine does not notice that time passes. */
  onFreeze: (durationMs: number) => void = () => undefined;
  readonly #time: VirtualTime;
  #state: 'running' | 'suspended' | 'dead' = 'running';
  #frozenUntilEpochMs = 0;
  #held: Array<() => void> = [];
  #waits = 0;

  constructor(time: VirtualTime, name: string, skewMs = 0) {
    this.#time = time;
    this.name = name;
    this.skewMs = skewMs;
  }

  get isDead(): boolean {
    return this.#state === 'dead';
  }

  /** How many awaits of its code somebody outside is going to answer. */
  get waits(): number {
    return this.#waits;
  }

  nowEpochMs(): number {
    return this.#time.nowEpochMs() + this.skewMs;
  }

  /** Runs a piece of its code, now or when it is awake again. */
  enter(run: () => void): void {
    if (this.#state === 'dead') return;
    if (this.#state === 'suspended') {
      this.#held.push(run);
      return;
    }
    if (this.#frozenUntilEpochMs > this.#time.nowEpochMs()) {
      this.#time.at(this.#frozenUntilEpochMs, () => this.enter(run));
      return;
    }
    this.#time.actor = this;
    run();
  }

  /** An await that ends when `start` calls back, unless the process died meanwhile. */
  wait<T>(start: (end: (settle: () => T) => void) => void): Promise<T> {
    this.#waits += 1;
    return new Promise((resolve, reject) => {
      let isOver = false;
      start((settle) => {
        if (isOver) return;
        isOver = true;
        this.enter(() => {
          this.#waits -= 1;
          try {
            resolve(settle());
          } catch (error) {
            // Recovery: it is the failure that the waiting code is to see.
            reject(error);
          }
        });
      });
    });
  }

  sleep(durationMs: number): Promise<void> {
    return this.wait((end) => {
      this.#time.after(Math.max(0, durationMs), () => end(() => undefined));
    });
  }

  /** Ends it for good. The await in which this happens never ends. */
  crash(): void {
    if (this.#state === 'dead') return;
    this.#state = 'dead';
    this.#held = [];
    this.onCrash();
  }

  freeze(durationMs: number): void {
    this.#frozenUntilEpochMs = this.#time.nowEpochMs() + durationMs;
    this.onFreeze(durationMs);
  }

  suspend(): void {
    if (this.#state === 'running') this.#state = 'suspended';
  }

  resume(): void {
    if (this.#state !== 'suspended') return;
    this.#state = 'running';
    const held = this.#held;
    this.#held = [];
    for (const run of held) this.#time.after(0, () => this.enter(run));
  }
}

/** The promise of a process that is no more. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}
