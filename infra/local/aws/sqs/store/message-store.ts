import type { Receipt, StoredMessage } from '../message/stored-message.ts';
import { ArrivalQueue } from './arrival-queue.ts';
import { MinHeap } from './min-heap.ts';

/** The messages of one group in order; while one of them is in flight the group gives nothing. */
export interface Group {
  readonly key: string;
  readonly messages: ArrivalQueue<StoredMessage>;
  inFlight: number;
}

interface ReadyEntry {
  readonly sequence: number;
  readonly group: Group;
}

interface Timer {
  readonly atEpochMs: number;
  readonly group: Group;
  /** Absent when the group waits for the delay of its first message. */
  readonly message?: StoredMessage;
}

export interface MessageStoreRules {
  /** Among so many oldest messages a receive looks for available groups. */
  readonly groupLookAhead: number;
  /** A standard queue is a queue in which every message is its own group. */
  groupKeyOf(message: StoredMessage): string;
  availableAtEpochMs(message: StoredMessage): number;
  /** When the message leaves the queue unread, by retention. */
  expiresAtEpochMs(message: StoredMessage): number;
}

/**
 * The messages of one queue and which of them may be handed out.
 * Call `settle` with the current time before anything else: nothing here has a timer.
 */
export class MessageStore {
  readonly #rules: MessageStoreRules;
  readonly #byId = new Map<string, StoredMessage>();
  readonly #groups = new Map<string, Group>();
  readonly #arrivals = new ArrivalQueue<StoredMessage>();
  readonly #ready = new MinHeap<ReadyEntry>((entry) => entry.sequence);
  readonly #timers = new MinHeap<Timer>((timer) => timer.atEpochMs);
  #inFlight = 0;

  constructor(rules: MessageStoreRules) {
    this.#rules = rules;
  }

  get size(): number {
    return this.#byId.size;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  find(messageId: string): StoredMessage | undefined {
    return this.#byId.get(messageId);
  }

  /** How many messages were never handed out because of their delay. Linear; for queue attributes only. */
  countDelayed(nowEpochMs: number): number {
    const live = this.#arrivals.first(Number.POSITIVE_INFINITY);
    const waits = (message: StoredMessage) => this.#rules.availableAtEpochMs(message) > nowEpochMs;
    return live.filter((message) => !message.inFlight && waits(message)).length;
  }

  /** Makes due what time has made due: retention, ended visibility timeouts, ended delays. */
  settle(nowEpochMs: number): void {
    this.#removeExpired(nowEpochMs);
    for (;;) {
      const timer = this.#timers.peek();
      if (!timer || timer.atEpochMs > nowEpochMs) return;
      this.#timers.pop();
      if (!isCurrent(timer)) continue;
      if (timer.message) this.release(timer.message, nowEpochMs);
      else this.refresh(timer.group, nowEpochMs);
    }
  }

  /** The next time at which `settle` may make something available. */
  nextTimerAtEpochMs(): number | undefined {
    for (;;) {
      const timer = this.#timers.peek();
      if (!timer || isCurrent(timer)) return timer?.atEpochMs;
      this.#timers.pop();
    }
  }

  add(message: StoredMessage, nowEpochMs: number): void {
    const group = this.#groupOf(message);
    const isFirst = group.messages.peek() === undefined;
    this.#byId.set(message.messageId, message);
    this.#arrivals.push(message);
    group.messages.push(message);
    if (isFirst) this.refresh(group, nowEpochMs);
  }

  /** Takes the available group with the oldest message off the list; `refresh` or `hide` must follow. */
  takeReadyGroup(): Group | undefined {
    for (;;) {
      const entry = this.#ready.peek();
      if (!entry || entry.sequence > this.#lastSequenceInSight()) return undefined;
      this.#ready.pop();
      if (isReady(entry)) return entry.group;
    }
  }

  /** The first messages of a group that no delay holds back. */
  firstOf(group: Group, count: number, nowEpochMs: number): StoredMessage[] {
    const first = group.messages.first(count);
    const end = first.findIndex((message) => this.#rules.availableAtEpochMs(message) > nowEpochMs);
    return end === -1 ? first : first.slice(0, end);
  }

  /** Puts a message in flight, or gives a message in flight another end of its visibility timeout. */
  hide(message: StoredMessage, receipt: Receipt): void {
    const group = this.#groupOf(message);
    if (!message.inFlight) {
      message.inFlight = true;
      group.inFlight += 1;
      this.#inFlight += 1;
    }
    message.receipt = receipt;
    this.#timers.push({ atEpochMs: receipt.visibleAtEpochMs, group, message });
  }

  /** Makes a message in flight visible again. */
  release(message: StoredMessage, nowEpochMs: number): void {
    if (!message.inFlight) return;
    const group = this.#groupOf(message);
    message.inFlight = false;
    group.inFlight -= 1;
    this.#inFlight -= 1;
    this.refresh(group, nowEpochMs);
  }

  remove(message: StoredMessage, nowEpochMs: number): void {
    if (message.removed) return;
    const group = this.#groupOf(message);
    message.removed = true;
    this.#byId.delete(message.messageId);
    if (message.inFlight) this.release(message, nowEpochMs);
    else this.refresh(group, nowEpochMs);
  }

  removeAll(nowEpochMs: number): void {
    for (const message of [...this.#byId.values()]) this.remove(message, nowEpochMs);
  }

  /** Applies changed rules to every group. */
  refreshAll(nowEpochMs: number): void {
    for (const group of [...this.#groups.values()]) this.refresh(group, nowEpochMs);
  }

  /** Lists a group as available, or as waiting, or drops it when it is empty. */
  refresh(group: Group, nowEpochMs: number): void {
    if (group.inFlight > 0) return;
    const head = group.messages.peek();
    if (!head) {
      this.#groups.delete(group.key);
      return;
    }
    const atEpochMs = this.#rules.availableAtEpochMs(head);
    if (atEpochMs > nowEpochMs) this.#timers.push({ atEpochMs, group });
    else this.#ready.push({ sequence: head.sequence, group });
  }

  #groupOf(message: StoredMessage): Group {
    const key = this.#rules.groupKeyOf(message);
    const known = this.#groups.get(key);
    if (known) return known;
    const group: Group = { key, messages: new ArrivalQueue(), inFlight: 0 };
    this.#groups.set(key, group);
    return group;
  }

  #removeExpired(nowEpochMs: number): void {
    let oldest = this.#arrivals.peek();
    while (oldest && this.#rules.expiresAtEpochMs(oldest) <= nowEpochMs) {
      this.remove(oldest, nowEpochMs);
      oldest = this.#arrivals.peek();
    }
  }

  #lastSequenceInSight(): number {
    const { groupLookAhead } = this.#rules;
    if (this.size <= groupLookAhead) return Number.POSITIVE_INFINITY;
    return this.#arrivals.first(groupLookAhead).at(-1)?.sequence ?? Number.POSITIVE_INFINITY;
  }
}

function isReady({ group, sequence }: ReadyEntry): boolean {
  return group.inFlight === 0 && group.messages.peek()?.sequence === sequence;
}

function isCurrent({ message, atEpochMs, group }: Timer): boolean {
  if (!message) return group.inFlight === 0;
  return message.inFlight && message.receipt?.visibleAtEpochMs === atEpochMs;
}
