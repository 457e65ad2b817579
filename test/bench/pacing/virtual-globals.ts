import type { VirtualTime } from './virtual-time.ts';

/**
 * Runs the work with the process's own timers and `Date.now` on virtual time, for code that takes no
 * clock: the library that is compared, and the time-out of a provider call (which never fires here).
 */
export async function onVirtualTime<T>(time: VirtualTime, work: () => Promise<T>): Promise<T> {
  const real = { setTimeout, clearTimeout, setInterval, clearInterval };
  const realNow = Date.now;
  const realTimeout = AbortSignal.timeout;
  const realTraces = Error.stackTraceLimit;
  const never = new AbortController().signal;
  Object.assign(globalThis, timersOn(time));
  Date.now = () => time.nowEpochMs();
  AbortSignal.timeout = () => never;
  // Every rejection and deferral is an error; their stacks would be most of the time.
  Error.stackTraceLimit = 0;
  try {
    return await time.run(work());
  } finally {
    Object.assign(globalThis, real);
    Date.now = realNow;
    AbortSignal.timeout = realTimeout;
    Error.stackTraceLimit = realTraces;
  }
}

interface Timer {
  isCleared: boolean;
  unref(): void;
}

function timersOn(time: VirtualTime) {
  const newTimer = (): Timer => ({ isCleared: false, unref: () => undefined });
  const clear = (timer: Timer | undefined) => {
    if (timer !== undefined) timer.isCleared = true;
  };
  const plan = (timer: Timer, delayMs: number, happen: () => void) => {
    time.wakeAt(time.nowEpochMs() + Math.max(0, delayMs), () => {
      if (!timer.isCleared) happen();
    });
  };
  const every = (timer: Timer, delayMs: number, happen: () => void) => {
    plan(timer, delayMs, () => {
      every(timer, delayMs, happen);
      happen();
    });
  };
  return {
    setTimeout: (happen: () => void, delayMs = 0) => {
      const timer = newTimer();
      // A real timer takes at least a millisecond.
      plan(timer, Math.max(1, delayMs), happen);
      return timer;
    },
    setInterval: (happen: () => void, delayMs = 1) => {
      const timer = newTimer();
      every(timer, Math.max(1, delayMs), happen);
      return timer;
    },
    clearTimeout: clear,
    clearInterval: clear,
  };
}
