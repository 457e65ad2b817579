import type { Target } from '../../contracts/ids.ts';
import { shardsInTurn } from '../../domain/sweep/shard-of.ts';
import { type OwingShard, owingShards } from '../../domain/write-back/owing-shards.ts';
import { nextSpan, type SweepSpan, sweepSpans } from '../../domain/write-back/sweep-spans.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Links, OwingCursor } from '../../ports/links.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { ChangeQueue, WriteBackQueue } from '../../ports/queues.ts';
import { sideBySide } from '../sweep/side-by-side.ts';
import { sendDebtsAgain } from './send-debts-again.ts';
import { SidesConnected } from './sides-connected.ts';

export interface SweepWriteBacksDeps {
  links: Links;
  connections: Connections;
  writeBacks: WriteBackQueue;
  /** What is owed to a target is written by its own worker, which alone may call it. */
  queues: Record<Target, ChangeQueue>;
  clock: Clock;
  crypto: Crypto;
  log: Log;
  metrics: Metrics;
}

export interface WriteBackSweepCounts {
  sent: number;
  /** The side it is owed to is not connected: a message would only wait, or die on its epoch. */
  resting: number;
  failed: number;
  /** Shards that were not looked through to the end because the time was up; the next sweep goes on. */
  left: number;
}

/** Entries of a page; their links are read, and their messages sent, together. */
const pageSize = 100;

/** Shards at once: reading and sending wait for the network, not for the processor. */
const places = 8;

const tickMs = 5 * 60_000;

/**
 * Sends a write-back again for every debt whose message may be lost: a worker died before it was
 * sent, or it died on the epoch of an earlier connection. Asks the worker of the target for what the
 * target has refused so far. Running twice at once is harmless: a link
 * that owes nothing costs a write-back one read.
 *
 * The youngest debts of all come first, since most that were lost are among them. Another shard begins
 * at each tick, and each age lasts for two of them.
 */
export async function sweepWriteBacks(
  deps: SweepWriteBacksDeps,
  untilEpochMs: number,
): Promise<WriteBackSweepCounts> {
  const counts = { sent: 0, resting: 0, failed: 0, left: 0 };
  const nowEpochMs = deps.clock.nowEpochMs();
  const [youngest, ...older] = sweepSpans(nowEpochMs);
  const turn = shardsInTurn(owingShards, Math.floor(nowEpochMs / tickMs));
  const shards: OwingShard[] = ['former', ...turn];
  const sides = new SidesConnected(deps.connections);
  for (const spans of [youngest === undefined ? [] : [youngest], older]) {
    const begun = { clock: deps.clock, places, untilEpochMs };
    const left = await sideBySide(shards, begun, async (shard) => {
      const isThrough = await sweepShard({ shard, spans, sides, untilEpochMs }, counts, deps);
      if (!isThrough) counts.left += 1;
    });
    counts.left += left.length;
  }
  if (counts.sent > 0) deps.metrics.count('WriteBackSentAgain', counts.sent);
  if (counts.failed > 0) deps.metrics.count('SweepFailed', counts.failed);
  deps.log.info('write_backs.swept', counts);
  return counts;
}

interface ShardSweep {
  shard: OwingShard;
  /** The youngest first. */
  spans: readonly SweepSpan[];
  sides: SidesConnected;
  untilEpochMs: number;
}

/**
 * Page by page from the oldest debt on, passing over what lies between two spans. Returns whether it
 * came to the end in time.
 */
async function sweepShard(
  sweep: ShardSweep,
  counts: WriteBackSweepCounts,
  deps: SweepWriteBacksDeps,
): Promise<boolean> {
  const { shard, spans, sides, untilEpochMs } = sweep;
  const [youngest] = spans;
  const oldest = spans.at(-1);
  if (youngest === undefined || oldest === undefined) return true;
  const { beforeEpochMs } = youngest;
  let fromEpochMs = oldest.fromEpochMs;
  let after: OwingCursor | undefined;
  while (deps.clock.nowEpochMs() < untilEpochMs) {
    const place = { shard, fromEpochMs, beforeEpochMs, after, atMost: pageSize };
    const page = await deps.links.owing(place);
    const ends = await sendDebtsAgain(page.links, { spans, sides, untilEpochMs }, deps);
    for (const end of ends) if (end !== 'not_reached') counts[end] += 1;
    if (ends.includes('not_reached')) return false;
    after = page.next;
    if (after === undefined) return true;
    const next = nextSpan(after.sinceEpochMs, spans);
    if (next === undefined) return true;
    // Between two spans: what lies there is due at another tick.
    if (next.fromEpochMs > after.sinceEpochMs) {
      fromEpochMs = next.fromEpochMs;
      after = undefined;
    }
  }
  return false;
}
