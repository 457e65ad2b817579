/** A binary heap that gives the item with the smallest rank first. */
export class MinHeap<Item> {
  readonly #items: Item[] = [];
  readonly #rankOf: (item: Item) => number;

  constructor(rankOf: (item: Item) => number) {
    this.#rankOf = rankOf;
  }

  peek(): Item | undefined {
    return this.#items[0];
  }

  push(item: Item): void {
    this.#items.push(item);
    this.#siftUp(this.#items.length - 1);
  }

  pop(): Item | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) {
      this.#items[0] = last;
      this.#siftDown(0);
    }
    return first;
  }

  #siftUp(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#rank(parent) <= this.#rank(index)) return;
      this.#swap(parent, index);
      index = parent;
    }
  }

  #siftDown(start: number): void {
    let index = start;
    for (;;) {
      const left = 2 * index + 1;
      const smaller = this.#rank(left + 1) < this.#rank(left) ? left + 1 : left;
      if (this.#rank(smaller) >= this.#rank(index)) return;
      this.#swap(smaller, index);
      index = smaller;
    }
  }

  #rank(index: number): number {
    const item = this.#items[index];
    return item === undefined ? Number.POSITIVE_INFINITY : this.#rankOf(item);
  }

  #swap(left: number, right: number): void {
    const a = this.#items[left];
    const b = this.#items[right];
    if (a === undefined || b === undefined) return;
    this.#items[left] = b;
    this.#items[right] = a;
  }
}
