import type { SeededRandom } from '../../infra/local/vendors/common/seeded-random.ts';
import type { Clock } from '../../shared/ports/clock.ts';

/** One simulated process; it gives up control only at its points and sleeps. */
export interface Task {
  /** Lets others run: or fails, or never gives back control if it is made to crash here. */
  point(label: string): Promise<void>;
  sleep(durationMs: number): Promise<void>;
}

/**
 * What may happen at a point; decided by the test, so that it can count and aim. Failing before an
 * effect means that it did not happen, failing after it that only the answer got lost.
 */
export type Fate = { kind: 'go_on'; afterMs: number } | { kind: 'crash' } | { kind: 'fail' };

interface Waiting {
  atEpochMs: number;
  /** Random, so that those who are due at the same instant go on in any order. */
  tieBreak: number;
  resume(): void;
}

/**
 * Runs many processes in virtual time, exactly one at any moment, in an order that only the seed
 * decides. A crashed one is simply never resumed: none of its `catch` or `finally` runs, as when a
 * machine loses power.
 */
export class SeededScheduler implements Pick<Clock, 'nowEpochMs'> {
  /** Points passed so far, by label. */
  readonly points = new Map<string, number>();
  readonly #random: SeededRandom;
  readonly #fateAt: (label: string) => Fate;
  #nowEpochMs: number;
  readonly #waiting: Waiting[] = [];
  #handBack: () => void = () => undefined;

  constructor(parts: {
    random: SeededRandom;
    startEpochMs: number;
    fateAt: (label: string) => Fate;
  }) {
    this.#random = parts.random;
    this.#nowEpochMs = parts.startEpochMs;
    this.#fateAt = parts.fateAt;
  }

  nowEpochMs(): number {
    return this.#nowEpochMs;
  }

  /** Moves time while nothing runs. */
  advanceTo(epochMs: number): void {
    this.#nowEpochMs = Math.max(this.#nowEpochMs, epochMs);
  }

  /** Starts a process after the given time; an error that it throws ends the whole run. */
  spawn(afterMs: number, run: (task: Task) => Promise<void>): void {
    const task: Task = {
      point: (label) => this.#point(label),
      sleep: (durationMs) => this.#park(durationMs),
    };
    this.#enqueue(afterMs, () => {
      run(task).then(
        () => this.#handBack(),
        (error: unknown) => this.#fail(error),
      );
    });
  }

  /** Runs until every process has ended or crashed. */
  async run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const next = this.#takeNext();
      this.advanceTo(next.atEpochMs);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      this.#handBack = resolve;
      this.#fail = reject;
      next.resume();
      await promise;
    }
  }

  #fail: (error: unknown) => void = () => undefined;

  #point(label: string): Promise<void> {
    this.points.set(label, (this.points.get(label) ?? 0) + 1);
    const fate = this.#fateAt(label);
    if (fate.kind === 'go_on') return this.#park(fate.afterMs);
    if (fate.kind === 'fail') return Promise.reject(new Error(`Made to fail: ${label}.`));
    this.#handBack();
    return new Promise(() => undefined);
  }

  #park(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#enqueue(durationMs, resolve);
      this.#handBack();
    });
  }

  #enqueue(afterMs: number, resume: () => void): void {
    const atEpochMs = this.#nowEpochMs + Math.max(0, afterMs);
    this.#waiting.push({ atEpochMs, tieBreak: this.#random.next(), resume });
  }

  #takeNext(): Waiting {
    const next = this.#waiting.reduce((first, other) => (isBefore(other, first) ? other : first));
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    return next;
  }
}

function isBefore(left: Waiting, right: Waiting): boolean {
  if (left.atEpochMs !== right.atEpochMs) return left.atEpochMs < right.atEpochMs;
  return left.tieBreak < right.tieBreak;
}

/** The same object, with a point before and after the effect of every method that is named. */
export function withPoints<T extends object>(
  object: T,
  names: { of: string; methods: ReadonlyArray<keyof T & string> },
  currentTask: () => Task,
): T {
  return new Proxy(object, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      const isWrapped = names.methods.some((method) => method === property);
      if (!isWrapped) return value.bind(target);
      const label = `${names.of}.${String(property)}`;
      return async (...input: unknown[]) => {
        await currentTask().point(`before ${label}`);
        const output: unknown = await value.apply(target, input);
        await currentTask().point(`after ${label}`);
        return output;
      };
    },
  });
}
