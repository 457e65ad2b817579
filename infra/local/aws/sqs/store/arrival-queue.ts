// A Map in insertion order would walk over every deleted entry before its first live one; with a long
// backlog that makes each receive linear. Here the start moves along, and the array is cut now and then.
const compactAbove = 1_024;

/** Items in the order of their arrival; an item leaves by having its `removed` flag set. */
export class ArrivalQueue<Item extends { readonly removed: boolean }> {
  #items: Item[] = [];
  #start = 0;

  push(item: Item): void {
    this.#items.push(item);
  }

  /** The oldest item that is still there. */
  peek(): Item | undefined {
    while (this.#items[this.#start]?.removed) this.#start += 1;
    this.#compact();
    return this.#items[this.#start];
  }

  /** Up to `count` of the oldest items that are still there. */
  first(count: number): Item[] {
    this.peek();
    const found: Item[] = [];
    for (let index = this.#start; index < this.#items.length; index += 1) {
      if (found.length === count) break;
      const item = this.#items[index];
      if (item && !item.removed) found.push(item);
    }
    return found;
  }

  #compact(): void {
    if (this.#start < compactAbove || this.#start * 2 < this.#items.length) return;
    this.#items = this.#items.slice(this.#start);
    this.#start = 0;
  }
}
