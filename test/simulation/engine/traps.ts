import type { VirtualTime } from './virtual-time.ts';

const deadlines = new WeakMap<AbortSignal, number>();

/** When a signal made by `AbortSignal.timeout` inside a run would abort; nobody else aborts it. */
export function deadlineOf(signal: AbortSignal | null | undefined): number | undefined {
  return signal ? deadlines.get(signal) : undefined;
}

/**
 * Puts virtual time where code would read the machine's, and traps where it would take real
 * randomness or timers: a run that used them could not be repeated. Returns the way back.
 */
export function installTraps(time: VirtualTime): () => void {
  const undo: Array<() => void> = [];
  const replace = <T extends object, K extends keyof T>(owner: T, key: K, value: T[K]) => {
    const before = owner[key];
    owner[key] = value;
    undo.push(() => {
      owner[key] = before;
    });
  };
  replace(globalThis, 'Date', virtualDate(time));
  replace(Math, 'random', () => trap('Math.random'));
  for (const name of ['setTimeout', 'setInterval'] as const) {
    replace(globalThis, name, (() => trap(name)) as never);
  }
  replace(globalThis.crypto, 'randomUUID', () => trap('crypto.randomUUID'));
  replace(globalThis.crypto, 'getRandomValues', () => trap('crypto.getRandomValues'));
  replace(AbortSignal, 'timeout', (durationMs: number) => {
    const { signal } = new AbortController();
    deadlines.set(signal, time.nowEpochMs() + durationMs);
    return signal;
  });
  return () => {
    for (const restore of undo.reverse()) restore();
  };
}

function trap(name: string): never {
  throw new Error(
    `${name} was used inside a simulation: take it from a port, so that a run can be repeated.`,
  );
}

function virtualDate(time: VirtualTime): DateConstructor {
  const RealDate = Date;
  class VirtualDate extends RealDate {
    constructor(...parts: unknown[]) {
      super(...((parts.length === 0 ? [time.nowEpochMs()] : parts) as [number]));
    }

    static override now(): number {
      return time.nowEpochMs();
    }
  }
  return VirtualDate as DateConstructor;
}
