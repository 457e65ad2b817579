import type { ChangeMessage } from '../../contracts/messages.ts';
import { type Outcome, skipped } from '../../domain/apply/outcome.ts';
import type { NotedDeferral, TriedMessage } from '../retry/work-counted.ts';
import type { BatchPorts } from './unit.ts';

export interface TriedChange extends TriedMessage<ChangeMessage> {
  /** With others a moment ago, which left it open. */
  isTriedBefore?: true;
}
export type DoneResult = { kind: 'done'; outcome: Outcome };

/** What the queue does with one change. */
export type ChangeResult =
  | DoneResult
  | { kind: 'deferred'; retryAfterSeconds: number; reason: string };

/** It waits beside the queue, and whatever is behind it as well. */
export type AsideResult = { kind: 'aside'; reason: string };

/** What is known of the changes so far; one that is missing is open. */
export type Results = Map<ChangeMessage, DoneResult | AsideResult | NotedDeferral>;

export function done(outcome: Outcome): DoneResult {
  return { kind: 'done', outcome };
}

export function openIn(changes: TriedChange[], results: Results): TriedChange[] {
  return changes.filter(({ message }) => !results.has(message));
}

/** No record is parked for a note: the debt stands on the link. */
export function putOff(
  { operatorId, kind, sourceId }: ChangeMessage,
  { log, metrics }: Pick<BatchPorts, 'log' | 'metrics'>,
): DoneResult {
  log.error('owed_note.put_off', { operatorId, kind, sourceId });
  metrics.count('OwedNotePutOff');
  return done(skipped('put_off'));
}
