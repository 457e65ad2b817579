import { type ChangeMessage, owedEventType } from '../../contracts/messages.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { changesQueueName } from '../../domain/resting/queue-names.ts';
import { triesAtMost } from '../../domain/retry/tries.ts';
import { CountedLinks } from '../counts/counted-links.ts';
import { type ReceivedMessage, workCounted } from '../retry/work-counted.ts';
import type { ApplyPorts } from './applier.ts';
import { parkMessage, raiseForMessage } from './commit-unit.ts';
import {
  type AsideResult,
  type ChangeResult,
  type DoneResult,
  done,
  putOff,
  type TriedChange,
} from './results.ts';
import { tryChanges } from './try-changes.ts';

/** How tries are counted; absent: as those of a queue of changes. */
export interface Counting {
  /** Under whose name. */
  queue?: string;
  /** From which receive on: where a message stands for many records, most receives only wait. */
  countedFrom?: number;
}

/**
 * Applies the changes of one operator, in order, to the target. Every change ends applied, skipped or
 * parked, or the whole rest is deferred or goes aside; state decides, so doing it twice does no harm. A
 * change whose work came to no end five times is parked.
 */
export async function applyBatch(
  received: Array<ReceivedMessage<ChangeMessage>>,
  ports: ApplyPorts,
  { queue, countedFrom = 2 }: Counting = {},
): Promise<Array<ChangeResult | AsideResult>> {
  const first = received[0]?.message;
  if (first === undefined) return [];
  const { operatorId } = first;
  const links = new CountedLinks(ports);
  const counted = { ...ports, links };
  const again = received.filter(({ receiveCount }) => receiveCount > 1);
  const before = new Set(again.map(({ message }) => message));
  const results = await workCounted(
    received.map((one) => ({ ...one, receiveCount: one.receiveCount - (countedFrom - 2) })),
    {
      operatorId,
      queue: queue ?? changesQueueName(first.target),
      keyOf: ({ kind, sourceId, eventId }) => `${kind}|${sourceId}|${eventId}`,
      work: (tried) => tryChanges(tried.map(withPast(before)), counted),
      giveUp: (message) => giveUp(message, counted),
    },
    ports,
  );
  await links.bringIn(ports.counts, { operatorId, again: again.map(({ message }) => message) });
  return results;
}

function withPast(before: ReadonlySet<ChangeMessage>): (one: TriedChange) => TriedChange {
  return (one) => (before.has(one.message) ? { ...one, isTriedBefore: true } : one);
}

async function giveUp(message: ChangeMessage, ports: ApplyPorts): Promise<DoneResult> {
  if (message.eventType === owedEventType) return putOff(message, ports);
  const outcome = parked('unexpected', `tried ${triesAtMost} times without an end`);
  try {
    await parkMessage(message, outcome, ports);
  } catch (error) {
    // Recovery: the link itself may be the trouble; what it knows of writes is audited with the retry.
    const { operatorId, sourceId } = message;
    ports.log.error('change.parked_without_audit', { operatorId, sourceId }, error);
    await raiseForMessage(message, outcome, ports);
  }
  return done(outcome);
}
