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
}

interface Put {
  seq: number;
  atEpochMs: number;
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
    const put = (this.#puts.get(eventId) ?? []).findLast((one) => one.seq <= seq);
    if (put === undefined) return false;
    const removed = this.#removed.get(eventId) ?? [];
    return !removed.some((one) => one.seq > put.seq && one.seq <= seq);
  }

  /** All that stands aside at that instant, and when each was put there. */
  standing(seq: number): Array<{ eventId: string; puts: Put[] }> {
    return [...this.#puts].flatMap(([eventId, puts]) =>
      this.stands(eventId, seq) ? [{ eventId, puts }] : [],
    );
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
      for (const { message } of changes) append(this.#puts, message.eventId, { seq, atEpochMs });
    }
    if (method === 'note') {
      const [{ operatorId }] = input as [AsideKey];
      this.#notes.push({ seq, operatorId });
    }
    if (method === 'remove') {
      const [, worked] = input as [AsideKey, WorkedAside];
      const changes = worked.changes.flatMap(({ message }) => message ?? []);
      for (const { eventId } of changes) append(this.#removed, eventId, { seq, atEpochMs });
      this.removals.push({ seq, atEpochMs, changes });
    }
  }
}

function append(map: Map<string, Put[]>, key: string, put: Put): void {
  map.set(key, [...(map.get(key) ?? []), put]);
}

/** Longer than any process stands still between what it reads and what it takes away. */
const stillAtMostMs = 6 * 60_000;

/**
 * Changes that went on although others of their operator, which came before them, stood aside: of those
 * that the queue handed out after that, and of those that were taken away from there.
 */
export function passedBy(view: RunView, aside: AsideHistory): string[] {
  if (aside.isEmpty) return [];
  const sent = new Map<string, { group: string; seq: number; eventId: string }>();
  const first = new Map<string, { group: string; seq: number; eventId: string }>();
  for (const { queue, body, messageId, group, seq } of view.of('sent')) {
    const change = JSON.parse(body) as ChangesQueueMessage;
    if (queue !== 'changes-xero' || 'asks' in change) continue;
    if (change.eventType === owedEventType) continue;
    const one = first.get(change.eventId) ?? { group, seq, eventId: change.eventId };
    first.set(change.eventId, one);
    sent.set(messageId, { group, seq, eventId: change.eventId });
  }
  const received = new Map<string, number>();
  for (const { messageId, seq } of view.of('received')) received.set(messageId, seq);
  const acked = view.of('acked').flatMap(({ messageId, seq, atEpochMs }) => {
    const change = sent.get(messageId);
    const readSeq = received.get(messageId) ?? 0;
    if (change === undefined || aside.wasPut(change.eventId, seq)) return [];
    return [{ change, seq, isBefore: (put: Put) => put.seq < readSeq, atEpochMs }];
  });
  const taken = aside.removals.flatMap(({ seq, atEpochMs, changes }) =>
    changes.flatMap(({ eventId }) => {
      const change = first.get(eventId);
      const isBefore = (put: Put) => put.atEpochMs < atEpochMs - stillAtMostMs;
      return change === undefined ? [] : [{ change, seq, isBefore, atEpochMs }];
    }),
  );
  return [...acked, ...taken].flatMap(({ change, seq, isBefore }) => {
    const ahead = aside.standing(seq).find(({ eventId, puts }) => {
      const other = first.get(eventId);
      if (other === undefined || other.group !== change.group) return false;
      return other.seq < change.seq && puts.some(isBefore);
    });
    if (ahead === undefined) return [];
    return [`${change.eventId} went on at ${seq} before ${ahead.eventId}, which stood aside`];
  });
}
