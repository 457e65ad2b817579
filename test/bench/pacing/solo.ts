import type { Lane } from '../../../shared/ports/pacer.ts';
import { median, round } from '../statistics.ts';
import { type Backlog, backlogOf } from './backlog.ts';
import {
  allSeeing,
  bottleneckLimiter,
  type ComparedLimiter,
  ringInProcess,
  tokenBuckets,
  workWith,
} from './compared-limiters.ts';
import type { Network } from './network.ts';
import { PacedWorker } from './paced-worker.ts';
import { createScene, type Scene, type SceneOptions } from './scene.ts';
import { onVirtualTime } from './virtual-globals.ts';
import { optimalSeconds } from './yardstick.ts';

const minute = { limit: 60, windowMs: 60_000 };

const compared = {
  bottleneck: ({ caps, time }: Scene) => bottleneckLimiter(caps.windows, time),
  tokenBucket: ({ caps, time }: Scene) => tokenBuckets(caps.windows, time),
  ringInProcess: ({ caps, time }: Scene) => ringInProcess(caps.windows, time, 'answer'),
  sendStampRing: ({ caps, time }: Scene) => ringInProcess(caps.windows, time, 'send'),
  seesAllLeaves8: (scene: Scene) => allSeeing(scene, { calls: 8, ...minute }),
  seesAllLeaves16: (scene: Scene) => allSeeing(scene, { calls: 16, ...minute }),
  seesAllLeaves24: (scene: Scene) => allSeeing(scene, { calls: 24, ...minute }),
  seesAllLeaves32: (scene: Scene) => allSeeing(scene, { calls: 32, ...minute }),
} satisfies Record<string, (scene: Scene) => ComparedLimiter>;

export type Limiter = 'paced' | keyof typeof compared;

export interface OwnWork {
  readonly network: Network;
  readonly writes: number;
  readonly billedMs: number | undefined;
}

/** Does the backlog with one of the limiters. */
export async function workWithLimiter(
  limiter: Limiter,
  scene: Scene,
  work: { backlog: Backlog; lane: Lane },
): Promise<OwnWork> {
  const network = scene.network();
  if (limiter !== 'paced') {
    await workWith(compared[limiter](scene), work.backlog, () => network.call());
    return { network, writes: 0, billedMs: undefined };
  }
  const worker = new PacedWorker({
    ...scene,
    provider: scene.caps.provider,
    network,
    lane: work.lane,
  });
  await worker.work(work.backlog);
  return { network, writes: scene.rates.writes, billedMs: worker.billedMs };
}

export interface SoloOptions extends Omit<SceneOptions, 'seed'> {
  readonly limiter: Limiter;
  readonly calls: number;
  readonly seeds: number;
  readonly lane?: Lane;
}

export interface SoloFigures {
  readonly limiter: Limiter;
  readonly caps: string;
  readonly calls: number;
  readonly windows: string;
  readonly latency: string;
  readonly seeds: number;
  readonly rejectedPer100k: number;
  /** From the first call's start to the last one's: what the optimum counts. */
  readonly seconds: { readonly median: number; readonly max: number };
  readonly secondsToLastAnswer: { readonly median: number; readonly max: number };
  readonly optimalSeconds: number;
  readonly medianOverOptimum: number;
  readonly allowedSeconds: number;
  /** The slowest seed is within what is allowed. */
  readonly holds: boolean;
  readonly writesPerCall?: number;
  /** Part of the paid time in which no call is under way. */
  readonly billedWaitShare?: number;
}

/** A given number of calls with nobody else about, once for each seed. */
export async function measureSolo(options: SoloOptions): Promise<SoloFigures> {
  const runs: OwnWork[] = [];
  for (let seed = 1; seed <= options.seeds; seed += 1) runs.push(await runSolo(options, seed));
  const optimum = optimalSeconds(options.calls, options.caps.windows);
  const allowed = optimum * options.latency.allowedRatio + 2;
  const starts = runs.map(
    ({ network }) => (network.lastStartEpochMs - network.firstStartEpochMs) / 1_000,
  );
  const answers = runs.map(
    ({ network }) => (network.lastAnswerEpochMs - network.firstStartEpochMs) / 1_000,
  );
  const rejected = sum(runs.map(({ network }) => network.rejected));
  return {
    limiter: options.limiter,
    caps: options.caps.name,
    calls: options.calls,
    windows: options.kind,
    latency: options.latency.name,
    seeds: options.seeds,
    rejectedPer100k: round((rejected * 100_000) / (options.calls * options.seeds), 1),
    seconds: spread(starts),
    secondsToLastAnswer: spread(answers),
    optimalSeconds: optimum,
    medianOverOptimum: round(median(starts) / optimum, 3),
    allowedSeconds: round(allowed, 1),
    holds: Math.max(...starts) <= allowed,
    ...(options.limiter === 'paced' ? ownFigures(runs, options) : {}),
  };
}

async function runSolo(options: SoloOptions, seed: number): Promise<OwnWork> {
  const scene = createScene({ ...options, seed });
  const work = { backlog: backlogOf(options.calls), lane: options.lane ?? 'live' };
  return onVirtualTime(scene.time, () => workWithLimiter(options.limiter, scene, work));
}

function ownFigures(runs: readonly OwnWork[], { calls, seeds }: SoloOptions) {
  const billedMs = sum(runs.map((run) => run.billedMs ?? 0));
  const busyMs = sum(runs.map(({ network }) => network.busyMs));
  return {
    writesPerCall: round(sum(runs.map(({ writes }) => writes)) / (calls * seeds), 3),
    billedWaitShare: round(1 - busyMs / billedMs, 3),
  };
}

function spread(seconds: readonly number[]) {
  return { median: round(median(seconds), 1), max: round(Math.max(...seconds), 1) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
