import type { SeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { DeferredError } from '../../../shared/domain/errors/errors.ts';
import { percentile, round } from '../statistics.ts';
import { backlogOf } from './backlog.ts';
import { quick } from './latency.ts';
import { PacedProcess } from './paced-process.ts';
import { createScene, type Scene, storaCaps, type WindowKind } from './scene.ts';
import { workWithLimiter } from './solo.ts';
import { onVirtualTime } from './virtual-globals.ts';

export interface BackfillFigures {
  readonly windows: string;
  readonly calls: number;
  readonly liveEvents: number;
  readonly liveCalls: number;
  readonly rejected: number;
  /** From when a live event could be taken until its first call starts. */
  readonly firstCallDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly secondsSolo: number;
  readonly secondsWithLive: number;
  /** Mean over the seeds, and the worst. */
  readonly overSolo: { readonly mean: number; readonly max: number };
}

interface BackfillOptions {
  readonly kind: WindowKind;
  readonly calls: number;
  readonly seeds: number;
}

/** A long load in the backfill lane, alone and while live events come in. */
export async function measureBackfill(options: BackfillOptions): Promise<BackfillFigures> {
  const pairs: Array<{ solo: Run; shared: Run }> = [];
  for (let seed = 1; seed <= options.seeds; seed += 1) {
    pairs.push({ solo: await run(options, seed, false), shared: await run(options, seed, true) });
  }
  const delays = pairs.flatMap(({ shared }) => shared.live.firstCallDelaysMs);
  const ratios = pairs.map(({ solo, shared }) => shared.seconds / solo.seconds);
  const total = (read: (pair: { solo: Run; shared: Run }) => number) =>
    pairs.reduce((sum, pair) => sum + read(pair), 0);
  return {
    windows: options.kind,
    calls: options.calls,
    liveEvents: delays.length,
    liveCalls: total(({ shared }) => shared.live.calls),
    rejected: total(({ solo, shared }) => solo.rejected + shared.rejected),
    firstCallDelayMs: {
      p50: percentile(delays, 50),
      p99: percentile(delays, 99),
      max: Math.max(...delays),
    },
    secondsSolo: round(total(({ solo }) => solo.seconds) / options.seeds, 1),
    secondsWithLive: round(total(({ shared }) => shared.seconds) / options.seeds, 1),
    overSolo: {
      mean: round(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length, 3),
      max: round(Math.max(...ratios), 3),
    },
  };
}

interface Run {
  readonly seconds: number;
  readonly rejected: number;
  readonly live: LiveCounts;
}

interface LiveCounts {
  calls: number;
  rejected: number;
  readonly firstCallDelaysMs: number[];
}

async function run(options: BackfillOptions, seed: number, hasLive: boolean): Promise<Run> {
  const scene = createScene({ seed, caps: storaCaps, kind: options.kind, latency: quick });
  const live: LiveCounts = { calls: 0, rejected: 0, firstCallDelaysMs: [] };
  const backlog = backlogOf(options.calls);
  const network = await onVirtualTime(scene.time, async () => {
    let isOver = false;
    const random = createSeededRandom(seed * 7_919 + 4);
    const events = hasLive ? handleLive({ scene, random, live, isOver: () => isOver }) : undefined;
    const work = await workWithLimiter('paced', scene, { backlog, lane: 'backfill' });
    isOver = true;
    await events;
    return work.network;
  });
  const seconds = (network.lastAnswerEpochMs - network.firstStartEpochMs) / 1_000;
  return { seconds, rejected: network.rejected + live.rejected, live };
}

const meanGapMs = 60_000;
const callsAtMost = 5;
/** A live worker is mostly warm; sometimes a new environment starts. */
const freshShare = 0.2;
const hideAtLeastSeconds = 2;

/** Live events about once a minute, each a few calls one after the other, in a process of their own. */
async function handleLive(parts: {
  readonly scene: Scene;
  readonly random: SeededRandom;
  readonly live: LiveCounts;
  isOver(): boolean;
}): Promise<void> {
  const { scene, random, live } = parts;
  const network = scene.network();
  const open = () =>
    new PacedProcess({ ...scene, provider: scene.caps.provider, network, lane: 'live' });
  let process = open();
  let dueEpochMs = scene.time.nowEpochMs();
  while (!parts.isOver()) {
    dueEpochMs += Math.ceil(-Math.log(1 - random.next()) * meanGapMs);
    await scene.time.sleep(dueEpochMs - scene.time.nowEpochMs());
    if (random.chance(freshShare)) process = open();
    const startEpochMs = await workEvent(process, {
      scene,
      network,
      calls: 1 + random.below(callsAtMost),
    });
    // An event that comes while the one before is worked on cannot be taken before that is done.
    live.firstCallDelaysMs.push(startEpochMs - dueEpochMs);
    dueEpochMs = Math.max(dueEpochMs, scene.time.nowEpochMs());
  }
  live.calls = network.sent;
  live.rejected = network.rejected;
}

/** When its first call started. */
async function workEvent(
  process: PacedProcess,
  event: { scene: Scene; network: ReturnType<Scene['network']>; calls: number },
): Promise<number> {
  let firstStartEpochMs: number | undefined;
  for (let left = event.calls; left > 0; ) {
    const sentBefore = event.network.sent;
    const waitSeconds = await callOrWait(process);
    if (event.network.sent > sentBefore) firstStartEpochMs ??= event.network.lastStartEpochMs;
    if (waitSeconds === undefined) left -= 1;
    else {
      await process.settle();
      await event.scene.time.sleep(Math.max(hideAtLeastSeconds, waitSeconds) * 1_000);
    }
  }
  await process.settle();
  return firstStartEpochMs ?? event.scene.time.nowEpochMs();
}

async function callOrWait(process: PacedProcess): Promise<number | undefined> {
  try {
    await process.call();
    return undefined;
  } catch (error) {
    // Recovery: the event hides for the wait and is taken again.
    if (!(error instanceof DeferredError)) throw error;
    return Math.floor(error.retryAfterSeconds);
  }
}
