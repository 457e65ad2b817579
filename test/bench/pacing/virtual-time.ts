import { setImmediate as afterMicrotasks } from 'node:timers';
import type { Clock } from '../../../shared/ports/clock.ts';

interface Happening {
  readonly atEpochMs: number;
  /** Order of planning decides between happenings of one instant, so that a run can be repeated. */
  readonly sequence: number;
  readonly happen: () => void;
  /** Somebody's promise may resolve by it, so that everything that can go on has to go on first. */
  readonly isWaking: boolean;
}

/**
 * Time as a heap of happenings: it stands still while anybody has something to do and then jumps to
 * the next one. Hours take milliseconds.
 */
export class VirtualTime implements Clock {
  readonly #heap: Happening[] = [];
  #nowEpochMs: number;
  #planned = 0;

  constructor(startEpochMs: number) {
    this.#nowEpochMs = startEpochMs;
  }

  nowEpochMs(): number {
    return this.#nowEpochMs;
  }

  sleep(durationMs: number): Promise<void> {
    return new Promise((wake) => {
      this.wakeAt(this.#nowEpochMs + Math.max(0, Math.ceil(durationMs)), wake);
    });
  }

  /** Plans something that lets a waiting promise go on. */
  wakeAt(atEpochMs: number, happen: () => void): void {
    this.#plan({ atEpochMs, happen, isWaking: true });
  }

  /** Plans something no promise waits for; cheaper, because nobody has to be given a turn after it. */
  happenAt(atEpochMs: number, happen: () => void): void {
    this.#plan({ atEpochMs, happen, isWaking: false });
  }

  /** Lets time pass until the work is done; what is planned after that never happens. @throws when nothing is planned any more. */
  async run<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const result = work.finally(() => {
      isOver = true;
    });
    // Recovery: a failure is the caller's, who awaits the result below.
    result.catch(() => undefined);
    await drained();
    while (!isOver) {
      while (!this.#happenNext());
      await drained();
    }
    return result;
  }

  #plan(what: Omit<Happening, 'sequence'>): void {
    const atEpochMs = Math.max(this.#nowEpochMs, what.atEpochMs);
    push(this.#heap, { ...what, atEpochMs, sequence: this.#planned });
    this.#planned += 1;
  }

  #happenNext(): boolean {
    const next = pop(this.#heap);
    if (next === undefined) throw new Error('All wait for something that never comes.');
    this.#nowEpochMs = next.atEpochMs;
    next.happen();
    return next.isWaking;
  }
}

/** Resolves when every promise that can go on has gone on. */
function drained(): Promise<void> {
  return new Promise((resolve) => afterMicrotasks(resolve));
}

function isBefore(left: Happening, right: Happening): boolean {
  if (left.atEpochMs !== right.atEpochMs) return left.atEpochMs < right.atEpochMs;
  return left.sequence < right.sequence;
}

function push(heap: Happening[], item: Happening): void {
  let index = heap.length;
  heap.push(item);
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex];
    if (parent === undefined || !isBefore(item, parent)) break;
    heap[index] = parent;
    index = parentIndex;
  }
  heap[index] = item;
}

function pop(heap: Happening[]): Happening | undefined {
  const [first] = heap;
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let index = 0;
  for (;;) {
    const child = earlierChild(heap, index);
    if (child === undefined || !isBefore(child.item, last)) break;
    heap[index] = child.item;
    index = child.index;
  }
  heap[index] = last;
  return first;
}

function earlierChild(heap: Happening[], index: number) {
  const left = heap[2 * index + 1];
  const right = heap[2 * index + 2];
  if (left === undefined) return undefined;
  if (right === undefined || isBefore(left, right)) return { item: left, index: 2 * index + 1 };
  return { item: right, index: 2 * index + 2 };
}
