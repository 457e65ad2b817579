import {
  type ChangeMessage,
  type ChangesQueueMessage,
  owedEventType,
} from '../../../shared/contracts/messages.ts';
import type { AsideKey, LeftChange, WorkedAside } from '../../../shared/ports/aside.ts';
import type { Occurred, RunView } from './run-view.ts';

interface Removal {
  seq: number;
  atEpochMs: number;
  changes: ChangeMessage[];
  /** By which of its messages each was put there, in the same order. */
  sequences: string[];
}

interface Put {
  seq: number;
  atEpochMs: number;
  /** Of the message: an event that was delivered again may stand there twice. */
  sequence: string;
}

/** What went aside and what was taken away again, by the history of the store. */
export class AsideHistory {
  /** By event, in order: when it was put aside, and when taken away. */
  readonly #puts = new Map<string, Put[]>();
  readonly #removed = new Map<string, Put[]>();
  readonly #notes: Array<{ seq: number; operatorId: string }> = [];
  readonly removals: Removal[] = [];

  constructor(view: RunView) {
    for (const stored of view.of('stored')) if (stored.store === 'aside') this.#add(stored);
  }

  get isEmpty(): boolean {
    return this.#puts.size === 0;
  }

  /** Was it ever put aside by then? What is taken away later is looked at there. */
  wasPut(eventId: string, seq: number): boolean {
    return (this.#puts.get(eventId) ?? []).some((put) => put.seq <= seq);
  }

  /** Does it stand aside at that instant? */
  stands(eventId: string, seq: number): boolean {
    return this.#standingOf(eventId, seq).length > 0;
  }

  #standingOf(eventId: string, seq: number): Put[] {
    const removed = this.#removed.get(eventId) ?? [];
    return (this.#puts.get(eventId) ?? []).filter(
      (put) =>
        put.seq <= seq &&
        !removed.some(
          (one) => one.sequence === put.sequence && one.seq > put.seq && one.seq <= seq,
        ),
    );
  }

  /** All that stands aside at that instant, and when each was put there. */
  standing(seq: number): Array<{ eventId: string; puts: Put[] }> {
    return [...this.#puts.keys()].flatMap((eventId) => {
      const puts = this.#standingOf(eventId, seq);
      return puts.length > 0 ? [{ eventId, puts }] : [];
    });
  }

  /** The source had to be connected again: its debts are sent anew afterwards. */
  wasNoted(operatorId: string, { from, to }: { from: number; to: number }): boolean {
    return this.#notes.some(
      (note) => note.seq > from && note.seq < to && note.operatorId === operatorId,
    );
  }

  #add({ seq, atEpochMs, method, input }: Occurred<'stored'>): void {
    if (method === 'put') {
      const [, changes] = input as [AsideKey, LeftChange[]];
      for (const { message, sequence } of changes)
        append(this.#puts, message.eventId, { seq, atEpochMs, sequence });
    }
    if (method === 'note') {
      const [{ operatorId, queue }] = input as [AsideKey];
      // Of changes it is set before a switch, and nothing was let go.
      if (queue === 'write-backs') this.#notes.push({ seq, operatorId });
    }
    if (method === 'remove') {
      const [, worked] = input as [AsideKey, WorkedAside];
      const rows = worked.changes.flatMap(({ message, sequence }) =>
        message === undefined ? [] : [{ message, sequence }],
      );
      for (const { message, sequence } of rows)
        append(this.#removed, message.eventId, { seq, atEpochMs, sequence });
      const changes = rows.map(({ message }) => message);
      this.removals.push({ seq, atEpochMs, changes, sequences: rows.map((row) => row.sequence) });
    }
  }
}

function append(map: Map<string, Put[]>, key: string, put: Put): void {
  map.set(key, [...(map.get(key) ?? []), put]);
}

interface SentChange {
  eventId: string;
  group: string;
  seq: number;
}

/** Longer than any process stands still between what it reads and what it takes away. */
const stillAtMostMs = 6 * 60_000;

/**
 * Changes that went on although others of their operator, which came before them, stood aside: of those
 * that the queue handed out after that, and of those that were taken away from there.
 */
export function passedBy(view: RunView, aside: AsideHistory): string[] {
  if (aside.isEmpty) return [];
  const { byMessage, bySequence } = sentChanges(view);
  const received = new Map<string, number>();
  for (const { messageId, seq } of view.of('received')) received.set(messageId, seq);
  const acked = view.of('acked').flatMap(({ messageId, seq, atEpochMs }) => {
    const change = byMessage.get(messageId);
    const readSeq = received.get(messageId) ?? 0;
    if (change === undefined || aside.wasPut(change.eventId, seq)) return [];
    return [{ change, seq, isBefore: (put: Put) => put.seq < readSeq, atEpochMs }];
  });
  const taken = aside.removals.flatMap(({ seq, atEpochMs, sequences }) =>
    sequences.flatMap((sequence) => {
      const change = bySequence.get(sequence);
      const isBefore = (put: Put) => put.atEpochMs < atEpochMs - stillAtMostMs;
      return change === undefined ? [] : [{ change, seq, isBefore, atEpochMs }];
    }),
  );
  return [...acked, ...taken].flatMap(({ change, seq, isBefore }) => {
    const ahead = aside.standing(seq).find(({ puts }) => {
      const places = puts.filter(isBefore).map(({ sequence }) => bySequence.get(sequence));
      return places.some((other) => other?.group === change.group && other.seq < change.seq);
    });
    if (ahead === undefined) return [];
    return [`${change.eventId} went on at ${seq} before ${ahead.eventId}, which stood aside`];
  });
}

/**
 * The changes that were sent, each at its first place: sent once more within five minutes it is the same
 * message. An event that the source delivers again later is a message of its own, with a place of its own.
 */
function sentChanges(view: RunView) {
  const byMessage = new Map<string, SentChange>();
  const bySequence = new Map<string, SentChange>();
  for (const { queue, body, messageId, sequence, group, seq } of view.of('sent')) {
    const change = JSON.parse(body) as ChangesQueueMessage;
    if (queue !== 'changes-xero' || 'asks' in change) continue;
    if (change.eventType === owedEventType || byMessage.has(messageId)) continue;
    const sent = { group, seq, eventId: change.eventId };
    byMessage.set(messageId, sent);
    bySequence.set(sequence, sent);
  }
  return { byMessage, bySequence };
}
