import { type Timed, TimedHeap } from './min-heap.ts';

/** Something that is due at an instant; cancelled, it is as if it had never been. */
export interface Timer {
  cancel(): void;
}

interface Due extends Timed, Timer {
  run: (() => void) | undefined;
}

/** Who causes what happens now; a name for the history. */
export interface Actor {
  readonly name: string;
}

/**
 * Time that jumps from one due event to the next. After each event everything that can go on goes on
 * before the next one starts: all microtasks run, and nothing else counts as progress, so that a
 * run does not depend on the machine. Events of the same instant come in an order of the seed.
 */
export class VirtualTime {
  /** Whose code runs until the next event. */
  actor: Actor = nobody;
  /** Events so far. */
  events = 0;
  #nowEpochMs: number;
  #failure: { error: unknown } | undefined;
  readonly #heap = new TimedHeap<Due>();
  readonly #random: { next(): number };

  constructor(parts: { startEpochMs: number; random: { next(): number } }) {
    this.#nowEpochMs = parts.startEpochMs;
    this.#random = parts.random;
  }

  nowEpochMs(): number {
    return this.#nowEpochMs;
  }

  after(durationMs: number, run: () => void): Timer {
    return this.at(this.#nowEpochMs + durationMs, run);
  }

  /** What nobody waits for; should it fail, the run fails with it. */
  follow(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      // Recovery: thrown by the run, since it is a bug of the simulation itself.
      this.#failure ??= { error };
    });
  }

  /** An instant that is over already counts as now. */
  at(epochMs: number, run: () => void): Timer {
    const due: Due = {
      atEpochMs: Math.max(this.#nowEpochMs, Math.ceil(epochMs)),
      tieBreak: this.#random.next(),
      run,
      cancel: () => {
        due.run = undefined;
      },
    };
    this.#heap.push(due);
    return due;
  }

  /**
   * Runs event after event until `isOver` says so, or until nothing is due any more.
   * @throws whatever an event throws.
   */
  run(isOver: () => boolean): Promise<'over' | 'nothing_due'> {
    return new Promise((resolve, reject) => {
      let isDone = false;
      const end = (result: 'over' | 'nothing_due') => {
        isDone = true;
        resolve(result);
      };
      const step = () => {
        if (isDone) return;
        try {
          if (this.#failure !== undefined) throw this.#failure.error;
          if (isOver()) end('over');
          else if (!this.#runNext()) end('nothing_due');
        } catch (error) {
          // Recovery: told to whoever runs the simulation; a bug of the simulation itself.
          isDone = true;
          reject(error);
        }
      };
      // Between two immediates of one turn Node runs every microtask: a full drain per event without
      // going around its event loop for each.
      const turn = () => {
        for (let count = 1; count < eventsPerTurn; count += 1) setImmediate(step);
        setImmediate(() => {
          step();
          if (!isDone) turn();
        });
      };
      turn();
    });
  }

  #runNext(): boolean {
    for (let due = this.#heap.pop(); due !== undefined; due = this.#heap.pop()) {
      if (due.run === undefined) continue;
      this.#nowEpochMs = due.atEpochMs;
      this.events += 1;
      this.actor = nobody;
      due.run();
      return true;
    }
    return false;
  }
}

const eventsPerTurn = 64;
const nobody: Actor = { name: 'sim' };
