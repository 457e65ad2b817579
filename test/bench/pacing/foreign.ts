import type { SeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import type { Lane } from '../../../shared/ports/pacer.ts';
import { round } from '../statistics.ts';
import { endlessBacklog } from './backlog.ts';
import { quick } from './latency.ts';
import type { Network } from './network.ts';
import { createScene, type Scene, storaCaps, type WindowKind } from './scene.ts';
import { type Limiter, workWithLimiter } from './solo.ts';
import { onVirtualTime } from './virtual-globals.ts';

export interface ForeignPattern {
  readonly name: string;
  readonly callsPerMinute: number;
  /** Calls that come together; 1 is a Poisson stream. */
  readonly burst: number;
}

/** As a nightly job of another tool: eight calls together, 20 a minute on average. */
export const burstsOfEight = '20/min in bursts of 8';

export const foreignPatterns: readonly ForeignPattern[] = [
  { name: '10/min', callsPerMinute: 10, burst: 1 },
  { name: '20/min', callsPerMinute: 20, burst: 1 },
  { name: '40/min', callsPerMinute: 40, burst: 1 },
  { name: burstsOfEight, callsPerMinute: 20, burst: 8 },
  { name: '40/min in bursts of 8', callsPerMinute: 40, burst: 8 },
];

/** `nobody`: the others alone, and what they turn away of each other. */
export type ForeignLimiter = Limiter | 'nobody';

export interface ForeignOptions {
  readonly limiter: ForeignLimiter;
  readonly lane: Lane;
  readonly pattern: ForeignPattern;
  readonly kind: WindowKind;
  readonly minutes: number;
  readonly seeds: number;
}

export interface ForeignFigures {
  readonly limiter: ForeignLimiter;
  readonly lane: Lane | 'none';
  readonly foreign: string;
  readonly windows: string;
  readonly seeds: number;
  readonly ownRejectedPer1k: number;
  readonly foreignRejectedPercent: number;
  readonly ownPerMinute: number;
  /** Own calls over what the others' calls leave of the minute's cap. */
  readonly ownPercentOfLeft: number;
}

interface Counts {
  readonly sent: number;
  readonly passed: number;
  readonly rejected: number;
  readonly foreign: number;
  readonly foreignRejected: number;
}

const minuteCap = 60;

/** Endless work of ours while other tools of the operator call as well and never give way. */
export async function measureForeign(options: ForeignOptions): Promise<ForeignFigures> {
  const runs: Counts[] = [];
  for (let seed = 1; seed <= options.seeds; seed += 1) runs.push(await runForeign(options, seed));
  const total = (read: (counts: Counts) => number) =>
    runs.reduce((sum, counts) => sum + read(counts), 0);
  const ownPerMinute = total(({ passed }) => passed) / (options.minutes * options.seeds);
  const left = minuteCap - options.pattern.callsPerMinute;
  return {
    limiter: options.limiter,
    lane: options.limiter === 'paced' ? options.lane : 'none',
    foreign: options.pattern.name,
    windows: options.kind,
    seeds: options.seeds,
    ownRejectedPer1k: round(
      (total((one) => one.rejected) * 1_000) /
        Math.max(
          1,
          total((one) => one.sent),
        ),
      1,
    ),
    foreignRejectedPercent: round(
      (total((one) => one.foreignRejected) * 100) / total((one) => one.foreign),
      2,
    ),
    ownPerMinute: round(ownPerMinute, 1),
    ownPercentOfLeft: round((ownPerMinute * 100) / left, 1),
  };
}

async function runForeign(options: ForeignOptions, seed: number): Promise<Counts> {
  const scene = createScene({ seed, caps: storaCaps, kind: options.kind, latency: quick });
  const endEpochMs = scene.time.nowEpochMs() + options.minutes * 60_000;
  const foreign = { calls: 0, rejected: 0 };
  const random = createSeededRandom(seed * 7_919 + 3);
  const arrive = () => {
    foreign.calls += 1;
    if (scene.provider.arrive(scene.time.nowEpochMs()) === null) scene.provider.leave();
    else foreign.rejected += 1;
  };
  planForeign({ scene, random, pattern: options.pattern, endEpochMs, arrive });
  const network = await onVirtualTime(scene.time, () => workUntil(endEpochMs, scene, options));
  const { sent, passed, rejected } = network;
  return { sent, passed, rejected, foreign: foreign.calls, foreignRejected: foreign.rejected };
}

async function workUntil(
  endEpochMs: number,
  scene: Scene,
  { limiter, lane }: ForeignOptions,
): Promise<Network> {
  if (limiter === 'nobody') {
    await scene.time.sleep(endEpochMs - scene.time.nowEpochMs());
    return scene.network();
  }
  const backlog = endlessBacklog(() => scene.time.nowEpochMs() >= endEpochMs);
  return (await workWithLimiter(limiter, scene, { backlog, lane })).network;
}

/** A burst's calls come within this time. */
const burstMs = 400;

function planForeign(plan: {
  readonly scene: Scene;
  readonly random: SeededRandom;
  readonly pattern: ForeignPattern;
  readonly endEpochMs: number;
  arrive(): void;
}): void {
  const { random, pattern, endEpochMs, arrive } = plan;
  const { time } = plan.scene;
  const meanGapMs = (60_000 * pattern.burst) / pattern.callsPerMinute;
  let atEpochMs = time.nowEpochMs();
  for (;;) {
    atEpochMs -= Math.log(1 - random.next()) * meanGapMs;
    if (atEpochMs >= endEpochMs) return;
    for (let call = 0; call < pattern.burst; call += 1) {
      const offsetMs = pattern.burst === 1 ? 0 : random.below(burstMs);
      time.happenAt(Math.round(atEpochMs + offsetMs), arrive);
    }
  }
}
