export interface CapWindow {
  readonly limit: number;
  readonly windowMs: number;
}

export interface ProviderRules {
  readonly windows: readonly CapWindow[];
  /** Fixed: aligned to the epoch of the server's clock. Sliding: a log of what passed. */
  readonly kind: 'fixed' | 'sliding';
  readonly order: 'shortest-first' | 'longest-first';
  /** Calls in progress at once. */
  readonly concurrent: number | null;
  /** The server's clock minus ours. */
  readonly clockOffsetMs: number;
}

export interface Rejection {
  /** Cap that tripped. */
  readonly limit: number;
  readonly windowMs: number;
  /** By the server's clock. */
  readonly resetEpochMs: number;
}

/**
 * Caps by arrival as Rack::Attack keeps them: checks stop at the first window that is full; a rejected
 * call extends no window but has been counted by those checked before.
 */
export class SimulatedProvider {
  readonly #windows: CountedWindow[];
  readonly #rules: ProviderRules;
  #running = 0;

  constructor(rules: ProviderRules) {
    this.#rules = rules;
    const ordered = rules.windows.toSorted((left, right) =>
      rules.order === 'shortest-first'
        ? left.windowMs - right.windowMs
        : right.windowMs - left.windowMs,
    );
    this.#windows = ordered.map((window) =>
      rules.kind === 'fixed' ? new FixedWindow(window) : new SlidingWindow(window),
    );
  }

  /** Counts one call that arrives; null when it may pass. Times must not go back. */
  arrive(nowEpochMs: number): Rejection | null {
    const serverEpochMs = nowEpochMs + this.#rules.clockOffsetMs;
    const { concurrent } = this.#rules;
    if (concurrent !== null && this.#running >= concurrent) {
      return { limit: concurrent, windowMs: 0, resetEpochMs: serverEpochMs + 1_000 };
    }
    for (const window of this.#windows) {
      const resetEpochMs = window.count(serverEpochMs);
      if (resetEpochMs !== null) return { ...window.cap, resetEpochMs };
    }
    this.#running += 1;
    return null;
  }

  /** Calls that count in the window of this length, whoever made them: for yardsticks, which may look. */
  countedIn(windowMs: number, nowEpochMs: number): number {
    const window = this.#windows.find(({ cap }) => cap.windowMs === windowMs);
    return window?.counted(nowEpochMs + this.#rules.clockOffsetMs) ?? 0;
  }

  /** A call that passed is through. */
  leave(): void {
    this.#running -= 1;
  }
}

interface CountedWindow {
  readonly cap: CapWindow;
  /** When the window ends, if it is full; null when the call passes. */
  count(serverEpochMs: number): number | null;
  counted(serverEpochMs: number): number;
}

class FixedWindow implements CountedWindow {
  readonly cap: CapWindow;
  #number = -1;
  #calls = 0;

  constructor(cap: CapWindow) {
    this.cap = cap;
  }

  count(serverEpochMs: number): number | null {
    const number = Math.floor(serverEpochMs / this.cap.windowMs);
    this.#calls = number === this.#number ? this.#calls + 1 : 1;
    this.#number = number;
    return this.#calls <= this.cap.limit ? null : (number + 1) * this.cap.windowMs;
  }

  counted(serverEpochMs: number): number {
    const number = Math.floor(serverEpochMs / this.cap.windowMs);
    return number === this.#number ? this.#calls : 0;
  }
}

class SlidingWindow implements CountedWindow {
  readonly cap: CapWindow;
  /** The latest calls that passed, as many as the limit, in a circle. */
  readonly #passed: number[] = [];
  #count = 0;

  constructor(cap: CapWindow) {
    this.cap = cap;
  }

  count(serverEpochMs: number): number | null {
    const place = this.#count % this.cap.limit;
    const oldest = this.#passed[place];
    if (oldest !== undefined && oldest > serverEpochMs - this.cap.windowMs) {
      return oldest + this.cap.windowMs;
    }
    this.#passed[place] = serverEpochMs;
    this.#count += 1;
    return null;
  }

  counted(serverEpochMs: number): number {
    return this.#passed.filter((passed) => passed > serverEpochMs - this.cap.windowMs).length;
  }
}
