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

  /** How what is taken away had come there. */
  putOf(eventId: string, sequence: string | undefined): Put | undefined {
    return (this.#puts.get(eventId) ?? []).find((put) => put.sequence === sequence);
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

/**
 * Which message of an event was put aside then: of several (the source delivers an event again where
 * we did not answer well) the first that was not at its end yet. Its place on the queue is its place aside.
 */
function placesIn(
  view: RunView,
  sent: ReadonlyMap<string, SentChange>,
): (eventId: string, put: Put | undefined) => SentChange | undefined {
  const ended = new Map(view.of('acked').map(({ messageId, seq }) => [messageId, seq]));
  const byEvent = Map.groupBy(sent, ([, { eventId }]) => eventId);
  return (eventId, put) => {
    if (put === undefined) return undefined;
    const messages = byEvent.get(eventId) ?? [];
    const waiting = messages.find(
      ([messageId, { seq }]) => seq < put.seq && (ended.get(messageId) ?? put.seq) >= put.seq,
    );
    return waiting?.[1];
  };
}

/** Longer than any process stands still between what it reads and what it takes away. */
const stillAtMostMs = 6 * 60_000;

/**
 * Changes that went on although others of their operator, which came before them, stood aside: of those
 * that the queue handed out after that, and of those that were taken away from there.
 */
export function passedBy(view: RunView, aside: AsideHistory): string[] {
  if (aside.isEmpty) return [];
  const sent = new Map<string, SentChange>();
  for (const { queue, body, messageId, group, seq } of view.of('sent')) {
    const change = JSON.parse(body) as ChangesQueueMessage;
    if (queue !== 'changes-xero' || 'asks' in change) continue;
    if (change.eventType === owedEventType) continue;
    // Sent once more within five minutes it is the same message, at its first place.
    if (!sent.has(messageId)) sent.set(messageId, { group, seq, eventId: change.eventId });
  }
  const received = new Map<string, number>();
  for (const { messageId, seq } of view.of('received')) received.set(messageId, seq);
  const placeOf = placesIn(view, sent);
  const acked = view.of('acked').flatMap(({ messageId, seq, atEpochMs }) => {
    const change = sent.get(messageId);
    const readSeq = received.get(messageId) ?? 0;
    if (change === undefined || aside.wasPut(change.eventId, seq)) return [];
    return [{ change, seq, isBefore: (put: Put) => put.seq < readSeq, atEpochMs }];
  });
  const taken = aside.removals.flatMap(({ seq, atEpochMs, changes, sequences }) =>
    changes.flatMap(({ eventId }, index) => {
      const change = placeOf(eventId, aside.putOf(eventId, sequences[index]));
      const isBefore = (put: Put) => put.atEpochMs < atEpochMs - stillAtMostMs;
      return change === undefined ? [] : [{ change, seq, isBefore, atEpochMs }];
    }),
  );
  return [...acked, ...taken].flatMap(({ change, seq, isBefore }) => {
    const ahead = aside.standing(seq).find(({ eventId, puts }) => {
      const places = puts.filter(isBefore).map((put) => placeOf(eventId, put));
      return places.some((other) => other?.group === change.group && other.seq < change.seq);
    });
    if (ahead === undefined) return [];
    return [`${change.eventId} went on at ${seq} before ${ahead.eventId}, which stood aside`];
  });
}
