export interface Timed {
  atEpochMs: number;
  tieBreak: number;
}

/** Binary heap: what is due first comes out first, at the same instant the smaller tie-break. */
export class TimedHeap<T extends Timed> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(item: T): void {
    const items = this.#items;
    let index = items.length;
    items.push(item);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = items[parent];
      if (above === undefined || !isBefore(item, above)) break;
      items[index] = above;
      index = parent;
    }
    items[index] = item;
  }

  pop(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first !== undefined && last !== undefined && items.length > 0) this.#sink(last);
    return first;
  }

  #sink(item: T): void {
    const items = this.#items;
    let index = 0;
    for (;;) {
      const child = this.#smallerChild(index);
      const below = items[child];
      if (below === undefined || !isBefore(below, item)) break;
      items[index] = below;
      index = child;
    }
    items[index] = item;
  }

  #smallerChild(index: number): number {
    const left = this.#items[2 * index + 1];
    const right = this.#items[2 * index + 2];
    const isRight = left !== undefined && right !== undefined && isBefore(right, left);
    return 2 * index + (isRight ? 2 : 1);
  }
}

function isBefore(left: Timed, right: Timed): boolean {
  if (left.atEpochMs !== right.atEpochMs) return left.atEpochMs < right.atEpochMs;
  return left.tieBreak < right.tieBreak;
}
