import {
  type ChangeMessage,
  type ChangesQueueMessage,
  owedEventType,
} from '../../contracts/messages.ts';
import { skipped } from '../../domain/apply/outcome.ts';
import { changesQueueName } from '../../domain/resting/queue-names.ts';
import type { ReceivedMessage } from '../retry/work-counted.ts';
import type { ApplyPorts } from './applier.ts';
import { applyBatch } from './apply-batch.ts';
import { type AsideResult, type ChangeResult, done } from './results.ts';
import { workAside } from './work-aside.ts';

export interface ReceivedFromQueue extends ReceivedMessage<ChangesQueueMessage> {
  /** Of the message on its queue: goes up within an operator's group. */
  sequence?: string | undefined;
}

interface ReceivedChange extends ReceivedMessage<ChangeMessage> {
  sequence?: string | undefined;
}

/**
 * Works what the queue handed out of one operator, in order. What waits for somebody to connect again
 * does not stay on the queue, whose receive looks at the first 120,000 messages only: it goes aside,
 * with all that is behind it, and is acknowledged once it stands there.
 */
export async function applyChanges(
  received: ReceivedFromQueue[],
  ports: ApplyPorts,
): Promise<ChangeResult[]> {
  const results: ChangeResult[] = [];
  while (results.length < received.length) {
    const part = partOf(received.slice(results.length));
    const ofPart =
      part.kind === 'asked'
        ? [await workAside(part.message, part, ports)]
        : await applyOrPutAside(part.changes, ports);
    results.push(...ofPart);
    if (ofPart.some(({ kind }) => kind === 'deferred')) break;
  }
  return received.map((_, index) => results[index] ?? notReached);
}

const notReached: ChangeResult = {
  kind: 'deferred',
  reason: 'not_reached',
  retryAfterSeconds: 2,
};

type Asked = {
  kind: 'asked';
  message: Exclude<ChangesQueueMessage, ChangeMessage>;
  receiveCount: number;
  sequence: string;
};

/** What comes first: a message that asks for what stands aside, or all changes before the next such one. */
function partOf(
  received: ReceivedFromQueue[],
): Asked | { kind: 'changes'; changes: ReceivedChange[] } {
  const changes: ReceivedChange[] = [];
  for (const { message, receiveCount, sequence } of received) {
    if (!('asks' in message)) changes.push({ message, receiveCount, sequence });
    else if (changes.length > 0) break;
    else return { kind: 'asked', message, receiveCount, sequence: sequence ?? '' };
  }
  return { kind: 'changes', changes };
}

async function applyOrPutAside(
  received: ReceivedChange[],
  ports: ApplyPorts,
): Promise<ChangeResult[]> {
  const results = await applyBatch(received, ports);
  const firstOpen = results.find(({ kind }) => kind !== 'done');
  if (firstOpen?.kind !== 'aside') return results.map(unlessAside);
  const open = received.filter((_, index) => results[index]?.kind !== 'done');
  try {
    await putAside(open, ports);
  } catch (error) {
    // Recovery: what does not stand aside stays on the queue, and the rest of its group with it.
    ports.log.error('changes.not_put_aside', { operatorId: open[0]?.message.operatorId }, error);
    return results.map(unlessAside);
  }
  return results.map((result) => (result.kind === 'done' ? result : done(skipped('put_aside'))));
}

function unlessAside(result: ChangeResult | AsideResult): ChangeResult {
  return result.kind === 'aside' ? notPutAside : result;
}

const notPutAside: ChangeResult = {
  kind: 'deferred',
  reason: 'not_put_aside',
  retryAfterSeconds: 30,
};

async function putAside(open: ReceivedChange[], ports: ApplyPorts): Promise<void> {
  // What only asks for a debt is asked again by the sweep, once both sides stand.
  const kept = open.filter(({ message }) => message.eventType !== owedEventType);
  const [first] = kept;
  if (first === undefined) return;
  const { operatorId, target } = first.message;
  const changes = kept.map(({ message, sequence }) => ({
    message,
    sequence: sequence ?? unnumbered(message),
  }));
  const key = { operatorId, queue: changesQueueName(target) };
  await ports.aside.put(key, changes, ports.clock.nowEpochMs());
  ports.metrics.count('ChangePutAside', kept.length);
  ports.log.info('changes.put_aside', { operatorId, messages: kept.length });
}

/** Every FIFO queue numbers its messages; should one come without, the time when it came in is one. */
function unnumbered({ receivedAt, eventId }: ChangeMessage): string {
  return `${Date.parse(receivedAt)}.${eventId}`;
}
