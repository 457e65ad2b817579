import type { Target } from '../../contracts/ids.ts';
import type { Link } from '../../contracts/link-item.ts';
import { owedEventType } from '../../contracts/messages.ts';
import { owesSource } from '../../domain/links/owe.ts';
import { historyDebt, isHistoryDue } from '../../domain/links/owed-history.ts';
import { type SweepSpan, sweepSpans } from '../../domain/write-back/sweep-spans.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Links, OwingLink } from '../../ports/links.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { ChangeQueue, WriteBackQueue } from '../../ports/queues.ts';
import { sideBySide } from '../sweep/side-by-side.ts';

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
  /** Left for the next sweep because the time was up. */
  left: number;
}

/** Per span of ages; a run of that many documents needs hours of Stora's caps anyway. */
const linksAtMost = 1_000;

/** Operators at once: reading and sending wait for the network, not for the processor. */
const places = 8;

/**
 * Sends a write-back again for every debt whose message may be lost: a worker died before it was
 * sent, or it died on the epoch of an earlier connection. Asks the worker of the target for what the
 * target has refused so far. Running twice at once is harmless: a link
 * that owes nothing costs a write-back one read.
 */
export async function sweepWriteBacks(
  deps: SweepWriteBacksDeps,
  untilEpochMs: number,
): Promise<WriteBackSweepCounts> {
  const counts = { sent: 0, resting: 0, failed: 0, left: 0 };
  const isTimeUp = () => deps.clock.nowEpochMs() >= untilEpochMs;
  const epochs = new Map<string, SourceEpoch>();
  for (const span of sweepSpans(deps.clock.nowEpochMs())) {
    const owing = isTimeUp() ? [] : await deps.links.owing({ ...span, atMost: linksAtMost });
    const debts = [...Map.groupBy(owing, ({ operatorId }) => operatorId).values()];
    const begun = { clock: deps.clock, places, untilEpochMs };
    const left = await sideBySide(debts, begun, async (ofOne) => {
      for (const link of ofOne) {
        const end = isTimeUp() ? 'left' : await sendAgain(link, { span, epochs, deps });
        if (end !== undefined) counts[end] += 1;
      }
    });
    counts.left += left.flat().length;
  }
  if (counts.sent > 0) deps.metrics.count('WriteBackSentAgain', counts.sent);
  if (counts.failed > 0) deps.metrics.count('SweepFailed', counts.failed);
  deps.log.info('write_backs.swept', counts);
  return counts;
}

/** Absent when the source is not connected. */
type SourceEpoch = { epoch: number | undefined };

/** @returns undefined when the debt was paid since, or it is not time for it. */
async function sendAgain(
  link: OwingLink,
  context: {
    span: SweepSpan;
    epochs: Map<string, SourceEpoch>;
    deps: SweepWriteBacksDeps;
  },
): Promise<keyof WriteBackSweepCounts | undefined> {
  const { span, epochs, deps } = context;
  const { savedAtEpochMs, ...key } = link;
  try {
    // Only an answer is kept: what could not be read is read again for the next debt.
    const known = epochs.get(key.operatorId) ?? (await epochOfSource(key.operatorId, deps));
    epochs.set(key.operatorId, known);
    const { epoch } = known;
    if (epoch === undefined) return 'resting';
    // With the epoch: one of an earlier connection dies, and must not take this one's place.
    const name = [...Object.values(key), epoch, savedAtEpochMs, span.name].join('|');
    const dedupeId = deps.crypto.sha256Hex(name);
    const stored = await deps.links.get(key);
    const isOfSource = stored === undefined || owesSource(stored);
    if (isOfSource) await deps.writeBacks.send({ schemaVersion: 1, ...key, epoch }, dedupeId);
    const asked = stored && (await askTarget(stored, { epoch, dedupeId }, deps));
    return isOfSource ? 'sent' : asked;
  } catch (error) {
    // Recovery: the other tick of this span, or the next span, sends it.
    const { operatorId, kind, sourceId } = key;
    deps.log.error('sweep.failed', { operatorId, kind, sourceId }, error);
    return 'failed';
  }
}

/** A note that the target has refused, when it is time for it. */
async function askTarget(
  link: Link,
  { epoch, dedupeId }: { epoch: number; dedupeId: string },
  deps: SweepWriteBacksDeps,
): Promise<'sent' | 'resting' | undefined> {
  const debt = historyDebt(link);
  const nowEpochMs = deps.clock.nowEpochMs();
  if (debt === undefined || !isHistoryDue(debt, nowEpochMs)) return undefined;
  const { operatorId, target, kind, sourceId } = link;
  const connection = await deps.connections.get({ operatorId, provider: target });
  if (connection?.status !== 'connected') return 'resting';
  const at = new Date(nowEpochMs).toISOString();
  const event = { eventId: dedupeId, eventType: owedEventType, occurredAt: at, receivedAt: at };
  const message = {
    schemaVersion: 1,
    operatorId,
    target,
    kind,
    sourceId,
    epoch,
    ...event,
  } as const;
  await deps.queues[target].send(message, dedupeId);
  return 'sent';
}

async function epochOfSource(operatorId: string, deps: SweepWriteBacksDeps): Promise<SourceEpoch> {
  const source = await deps.connections.get({ operatorId, provider: 'stora' });
  return { epoch: source?.status === 'connected' ? source.epoch : undefined };
}
