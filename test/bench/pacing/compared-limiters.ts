import Bottleneck from 'bottleneck';
import type { Backlog } from './backlog.ts';
import type { CapWindow, Rejection, SimulatedProvider } from './simulated-provider.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A limiter inside one process that never ends; better placed than ours, which shares a stored item. */
export interface ComparedLimiter {
  /** Makes the call when it may be made, and again after a rejection. */
  run(call: () => Promise<Rejection | null>): Promise<void>;
  stop(): void;
}

const callsAtOnce = 10;

/** Does the backlog with up to ten calls at once. */
export async function workWith(
  limiter: ComparedLimiter,
  backlog: Backlog,
  call: () => Promise<Rejection | null>,
): Promise<void> {
  const callInTurn = async () => {
    while (backlog.take()) await limiter.run(call);
  };
  await Promise.all(Array.from({ length: callsAtOnce }, callInTurn));
  limiter.stop();
}

class RejectedError extends Error {
  override readonly name = 'RejectedError';
  readonly rejection: Rejection;

  constructor(rejection: Rejection) {
    super('The provider rejected the call.');
    this.rejection = rejection;
  }
}

/**
 * The library as its README says: a refreshed reservoir for each window, chained, ten at once; a
 * rejected job is run again by the `failed` listener after the wait that was told.
 */
export function bottleneckLimiter(
  windows: readonly CapWindow[],
  time: VirtualTime,
): ComparedLimiter {
  const limiters = windows
    .toSorted((left, right) => right.windowMs - left.windowMs)
    .map(({ limit, windowMs }, index) => {
      return new Bottleneck({
        reservoir: limit,
        reservoirRefreshAmount: limit,
        reservoirRefreshInterval: windowMs,
        maxConcurrent: index === windows.length - 1 ? callsAtOnce : null,
      });
    });
  // The shortest window is the last gate, so that what the minute lets through is still spread.
  const [first] = limiters;
  if (first === undefined) throw new Error('A limiter needs a window.');
  for (const [index, limiter] of limiters.entries()) limiter.chain(limiters[index + 1]);
  limiters.at(-1)?.on('failed', async (error: unknown) => {
    if (!(error instanceof RejectedError)) return null;
    return waitMsOf(error.rejection, time);
  });
  return {
    run: (call) =>
      first.schedule(async () => {
        const rejection = await call();
        if (rejection !== null) throw new RejectedError(rejection);
      }),
    stop: () => {
      for (const limiter of limiters) limiter.disconnect();
    },
  };
}

/** Two buckets, each of its window's limit and refilled evenly; after a rejection all wait for the reset. */
export function tokenBuckets(windows: readonly CapWindow[], time: VirtualTime): ComparedLimiter {
  const buckets = windows.map(({ limit, windowMs }) => ({ limit, windowMs, tokens: limit }));
  let refilledEpochMs = time.nowEpochMs();
  let blockedUntilEpochMs = 0;
  const waitMs = () => {
    const passedMs = time.nowEpochMs() - refilledEpochMs;
    refilledEpochMs = time.nowEpochMs();
    const waits = buckets.map((bucket) => {
      const refill = (passedMs * bucket.limit) / bucket.windowMs;
      bucket.tokens = Math.min(bucket.limit, bucket.tokens + refill);
      return Math.ceil(((1 - bucket.tokens) * bucket.windowMs) / bucket.limit - 1e-6);
    });
    return Math.max(0, blockedUntilEpochMs - time.nowEpochMs(), ...waits);
  };
  const pass = queued(async () => {
    for (let wait = waitMs(); wait > 0; wait = waitMs()) await time.sleep(wait);
    for (const bucket of buckets) bucket.tokens -= 1;
  });
  const heard = (rejection: Rejection) => {
    const untilEpochMs = time.nowEpochMs() + waitMsOf(rejection, time);
    blockedUntilEpochMs = Math.max(blockedUntilEpochMs, untilEpochMs);
  };
  return { run: (call) => untilPassed(call, { pass, heard }), stop: () => undefined };
}

/**
 * The ring in one process without a store or a queue: the quickest that can be safe while nobody tells
 * when a call arrived. Stamped at the send it is the mistake that a bench of pacing must show.
 */
export function ringInProcess(
  windows: readonly CapWindow[],
  time: VirtualTime,
  stampAt: 'answer' | 'send',
): ComparedLimiter {
  const most = Math.max(...windows.map(({ limit }) => limit));
  let stampsEpochMs: number[] = [];
  let running = 0;
  let blockedUntilEpochMs = 0;
  let onAnswer: () => void = () => undefined;
  const stamp = () => {
    stampsEpochMs = [...stampsEpochMs, time.nowEpochMs()].slice(-most);
  };
  /** Epoch ms of the next start; infinite while it depends on a call under way. */
  const nextStart = () => {
    const unknown = stampAt === 'answer' ? running : 0;
    const starts = windows.map(({ limit, windowMs }) => {
      const place = stampsEpochMs.length + unknown - limit;
      if (place < 0) return 0;
      return (stampsEpochMs[place] ?? Number.POSITIVE_INFINITY) + windowMs;
    });
    return Math.max(blockedUntilEpochMs, ...starts);
  };
  const pass = queued(async () => {
    for (let next = nextStart(); next > time.nowEpochMs(); next = nextStart()) {
      if (Number.isFinite(next)) await time.sleep(next - time.nowEpochMs());
      else await new Promise<void>((resolve) => (onAnswer = resolve));
    }
    if (stampAt === 'send') stamp();
    running += 1;
  });
  const heard = (rejection: Rejection) => {
    blockedUntilEpochMs = time.nowEpochMs() + waitMsOf(rejection, time);
  };
  const run = async (call: () => Promise<Rejection | null>) => {
    const answer = await call();
    running -= 1;
    if (stampAt === 'answer') stamp();
    onAnswer();
    return answer;
  };
  return {
    run: (call) => untilPassed(() => run(call), { pass, heard }),
    stop: () => undefined,
  };
}

/** From one call to the next: strangers in bursts of eight pass in the same second, of which ten are allowed. */
const seeingGapMs = 500;
const seeingLookMs = 250;

/**
 * Sees at any time how much of the minute is used, by whomever, and leaves so many calls of it free.
 * No limiter can know that; what this one cannot reach, nobody can who only hears of refusals.
 */
export function allSeeing(
  { provider, time }: { provider: SimulatedProvider; time: VirtualTime },
  leavesFree: { calls: number; limit: number; windowMs: number },
): ComparedLimiter {
  const { calls, limit, windowMs } = leavesFree;
  let nextEpochMs = time.nowEpochMs();
  let underWay = 0;
  const pass = queued(async () => {
    await time.sleep(Math.max(0, nextEpochMs - time.nowEpochMs()));
    const isFull = () =>
      provider.countedIn(windowMs, time.nowEpochMs()) + underWay >= limit - calls;
    while (isFull()) await time.sleep(seeingLookMs);
    nextEpochMs = time.nowEpochMs() + seeingGapMs;
    underWay += 1;
  });
  const run = async (call: () => Promise<Rejection | null>) => {
    const answer = await call();
    underWay -= 1;
    return answer;
  };
  return {
    run: (call) => untilPassed(() => run(call), { pass, heard: () => undefined }),
    stop: () => undefined,
  };
}

async function untilPassed(
  call: () => Promise<Rejection | null>,
  gate: { pass(): Promise<void>; heard(rejection: Rejection): void },
): Promise<void> {
  for (;;) {
    await gate.pass();
    const rejection = await call();
    if (rejection === null) return;
    gate.heard(rejection);
  }
}

/** One after the other, first come first served. */
function queued(work: () => Promise<void>): () => Promise<void> {
  let turn = Promise.resolve();
  return () => {
    turn = turn.then(work);
    return turn;
  };
}

/** The wait told, in whole seconds rounded up as the headers are. */
function waitMsOf(rejection: Rejection, time: VirtualTime): number {
  const waitMs = rejection.resetEpochMs - time.nowEpochMs();
  return Math.max(1, Math.ceil(waitMs / 1_000)) * 1_000;
}
