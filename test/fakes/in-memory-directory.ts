/** How an index keeps up with its table. */
export interface IndexLag {
  nowEpochMs(): number;
  /** How long the index takes to show a change, in ms; asked once per change. */
  lagMs(): number;
  /** Who asks now sees what stands, however late the index is: a test, or the simulation itself. */
  seesAll(): boolean;
  /** Told when a search was answered with something else than what stands. */
  noteLate?(name: string): void;
}

export const noLag: IndexLag = { nowEpochMs: () => 0, lagMs: () => 0, seesAll: () => true };

type Sort = number | string;

interface Span {
  from?: Sort;
  before?: Sort;
}

interface Entry {
  /** What searches show; undefined: nothing. */
  shown: Sort | undefined;
  /** Changes that the index has not taken yet, in their order. */
  coming: Array<{ fromEpochMs: number; sort: Sort | undefined }>;
}

/**
 * One class of the index `directory`: ids by their sort. Each change of an id shows up, and goes
 * away, some time after it was made; the changes of one id keep their order, those of several do not.
 */
export class InMemoryDirectory {
  readonly #name: string;
  readonly #lag: IndexLag;
  readonly #entries = new Map<string, Entry>();

  constructor(name: string, lag: IndexLag) {
    this.#name = name;
    this.#lag = lag;
  }

  /** What stands in the item now; undefined: it is not in this class any more. */
  note(id: string, sort: Sort | undefined): void {
    const entry = this.#entries.get(id) ?? { shown: undefined, coming: [] };
    const last = entry.coming.at(-1);
    if (sort === (last === undefined ? entry.shown : last.sort)) return;
    this.#entries.set(id, entry);
    const lagMs = this.#lag.lagMs();
    const fromEpochMs = Math.max(last?.fromEpochMs ?? 0, this.#lag.nowEpochMs() + lagMs);
    if (lagMs === 0 && last === undefined) entry.shown = sort;
    else entry.coming.push({ fromEpochMs, sort });
    this.#settle(id, entry);
  }

  /** Ids in the order of the sorts that the index shows; from inclusive, before exclusive. */
  search(span: Span = {}): string[] {
    return this.entries(span).map(({ id }) => id);
  }

  /** The same with their sorts. */
  entries(span: Span = {}): Array<{ id: string; sort: Sort }> {
    const seesAll = this.#lag.seesAll();
    const found: Array<{ id: string; sort: Sort }> = [];
    let isLate = false;
    for (const [id, entry] of this.#entries) {
      this.#settle(id, entry);
      const standing = (entry.coming.at(-1) ?? { sort: entry.shown }).sort;
      const sort = seesAll ? standing : entry.shown;
      isLate ||= sort !== standing && (isInside(sort, span) || isInside(standing, span));
      if (sort !== undefined && isInside(sort, span)) found.push({ id, sort });
    }
    if (isLate) this.#lag.noteLate?.(this.#name);
    return found.sort((one, other) => compare(one.sort, other.sort));
  }

  /** Takes over what has become visible; what shows nothing and awaits nothing is forgotten. */
  #settle(id: string, entry: Entry): void {
    const nowEpochMs = this.#lag.nowEpochMs();
    while ((entry.coming[0]?.fromEpochMs ?? Number.POSITIVE_INFINITY) <= nowEpochMs) {
      entry.shown = entry.coming.shift()?.sort;
    }
    if (entry.shown === undefined && entry.coming.length === 0) this.#entries.delete(id);
  }
}

function isInside(sort: Sort | undefined, { from, before }: Span): boolean {
  if (sort === undefined || (from !== undefined && sort < from)) return false;
  return before === undefined || sort < before;
}

function compare(one: Sort, other: Sort): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
