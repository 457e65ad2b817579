interface Stored<M> {
  id: string;
  message: M;
  receiveCount: number;
  visibleAtEpochMs: number;
}

export interface ReceivedMessage<M> {
  id: string;
  message: M;
  receiveCount: number;
  /** Goes up with each message, and stays when it is handed out again. */
  sequence: string;
}

const dedupeMs = 5 * 60_000;
const batchAtMost = 10;

/**
 * A FIFO queue with one group: at least once, in order, nothing behind a hidden message, equal dedupe
 * ids within five minutes are one message, also after it was deleted.
 */
export class DurableQueue<M> {
  readonly #clock: { nowEpochMs(): number };
  readonly #dedupe = new Map<string, number>();
  #waiting: Array<Stored<M>> = [];
  /** How many messages it has taken in, repeats left aside. */
  taken = 0;

  constructor(clock: { nowEpochMs(): number }) {
    this.#clock = clock;
  }

  async send(message: M, dedupeId: string): Promise<void> {
    const now = this.#clock.nowEpochMs();
    if (now - (this.#dedupe.get(dedupeId) ?? Number.NEGATIVE_INFINITY) < dedupeMs) return;
    this.#dedupe.set(dedupeId, now);
    this.taken += 1;
    const id = `message-${this.taken}`;
    this.#waiting.push({
      id,
      message: structuredClone(message),
      receiveCount: 0,
      visibleAtEpochMs: now,
    });
  }

  async sendAll(messages: ReadonlyArray<{ message: M; dedupeId: string }>): Promise<void> {
    for (const { message, dedupeId } of messages) await this.send(message, dedupeId);
  }

  isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** When the next message can be received; undefined when there is none. */
  nextEpochMs(): number | undefined {
    return this.#waiting[0]?.visibleAtEpochMs;
  }

  receive(visibilityMs: number): Array<ReceivedMessage<M>> {
    const now = this.#clock.nowEpochMs();
    const hidden = this.#waiting.findIndex(({ visibleAtEpochMs }) => visibleAtEpochMs > now);
    const free = hidden < 0 ? this.#waiting : this.#waiting.slice(0, hidden);
    return free.slice(0, batchAtMost).map((stored) => {
      stored.receiveCount += 1;
      stored.visibleAtEpochMs = now + visibilityMs;
      const { id, message, receiveCount } = stored;
      const sequence = id.replace('message-', '');
      return { id, receiveCount, sequence, message: structuredClone(message) };
    });
  }

  /** Every message is gone, as if the worker that should have sent it had died. */
  lose(): void {
    this.#waiting = [];
  }

  delete(id: string): void {
    this.#waiting = this.#waiting.filter((stored) => stored.id !== id);
  }

  hide(ids: readonly string[], seconds: number): void {
    for (const stored of this.#waiting) {
      if (ids.includes(stored.id))
        stored.visibleAtEpochMs = this.#clock.nowEpochMs() + seconds * 1_000;
    }
  }
}
