import { type ChangeMessage, owedEventType } from '../../contracts/messages.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { changesQueueName } from '../../domain/resting/queue-names.ts';
import { triesAtMost } from '../../domain/retry/tries.ts';
import { CountedLinks } from '../counts/counted-links.ts';
import { type ReceivedMessage, workCounted } from '../retry/work-counted.ts';
import type { ApplyPorts } from './applier.ts';
import { parkMessage, raiseForMessage } from './commit-unit.ts';
import { type AsideResult, type ChangeResult, type DoneResult, done, putOff } from './results.ts';
import { tryChanges } from './try-changes.ts';

/**
 * Applies the changes of one operator, in order, to the target. Every change ends applied, skipped or
 * parked, or the whole rest is deferred or goes aside; state decides, so doing it twice does no harm. A
 * change whose work came to no end five times is parked. `queue`: under whose name tries are counted;
 * absent: the target's queue of changes.
 */
export async function applyBatch(
  received: Array<ReceivedMessage<ChangeMessage>>,
  ports: ApplyPorts,
  queue?: string,
): Promise<Array<ChangeResult | AsideResult>> {
  const first = received[0]?.message;
  if (first === undefined) return [];
  const { operatorId } = first;
  const links = new CountedLinks(ports);
  const counted = { ...ports, links };
  const results = await workCounted(
    received,
    {
      operatorId,
      queue: queue ?? changesQueueName(first.target),
      keyOf: ({ kind, sourceId, eventId }) => `${kind}|${sourceId}|${eventId}`,
      work: (tried) => tryChanges(tried, counted),
      giveUp: (message) => giveUp(message, counted),
    },
    ports,
  );
  const again = received.filter(({ receiveCount }) => receiveCount > 1);
  await links.bringIn(ports.counts, { operatorId, again: again.map(({ message }) => message) });
  return results;
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
