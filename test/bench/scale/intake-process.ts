import { genuineRate, pauseSeconds, unprovenRate } from '../../../shared/runtime/intake-memory.ts';
import { TokenRate } from './token-rate.ts';

/** What one delivery is. A flood has one sender; everybody else is an operator. */
export type DeliveryKind = 'genuine' | 'forged' | 'unknown' | 'replayed';

/** Seconds, as they are at AWS and not on the machine of the bench; see the bench's conditions. */
export const seconds = {
  /** A new execution, until it has begun its first delivery. */
  coldStart: 0.5,
  /** Parse, hash, answer. */
  own: 0.003,
  read: 0.006,
  /** A secret or its data key, by KMS. */
  open: 0.008,
  send: 0.012,
  /** A send that the queue refuses; without the SDK's waits, see `onceMore`. */
  refusedSend: 0.012,
  /** The same with the SDK's own three tries and the waits between. */
  formerRefusedSend: 0.8,
} as const;

/** What an intake remembers and limits, for the one of today and the one before. */
export interface IntakeHabits {
  readonly endpointSeconds: number;
  readonly connectionsSeconds: number;
  readonly entries: number;
  /** Opened secrets. */
  readonly openedSeconds: number;
  readonly openedEntries: number;
  readonly limitsEndpoints: boolean;
}

export const formerHabits: IntakeHabits = {
  endpointSeconds: 0,
  connectionsSeconds: 0,
  entries: 0,
  openedSeconds: 300,
  openedEntries: 500,
  limitsEndpoints: false,
};

/** What came of one delivery inside the function, and how long the execution was busy. */
export interface Outcome {
  readonly busySeconds: number;
  readonly reads: number;
  readonly opens: number;
  readonly isAccepted: boolean;
}

/** One execution environment: it remembers rows, and how many of the flood it has taken. */
export class IntakeProcess {
  readonly #habits: IntakeHabits;
  /** The number after the last operator's. */
  readonly #flooder: number;
  readonly #endpoints: RecentKeys;
  readonly #connections: RecentKeys;
  readonly #opened: RecentKeys;
  readonly #unproven = new TokenRate(unprovenRate.perSecond, unprovenRate.burst);
  #pausedUntilSeconds = 0;
  readonly #genuine = new TokenRate(genuineRate.perSecond, genuineRate.burst);

  constructor(habits: IntakeHabits, operators: number) {
    this.#habits = habits;
    this.#flooder = operators;
    const keys = operators + 1;
    const bounds = { entries: habits.entries, keys };
    this.#endpoints = new RecentKeys({ ...bounds, lifeSeconds: habits.endpointSeconds });
    this.#connections = new RecentKeys({ ...bounds, lifeSeconds: habits.connectionsSeconds });
    const opened = { entries: habits.openedEntries, lifeSeconds: habits.openedSeconds };
    this.#opened = new RecentKeys({ ...opened, keys });
  }

  /** An operator's own delivery; the queue is asked only for the one that floods. */
  takeGenuine(operator: number, nowSeconds: number): Outcome {
    return this.#sent(operator, nowSeconds, true);
  }

  takeOfFlood(
    kind: Exclude<DeliveryKind, 'genuine'>,
    nowSeconds: number,
    queueTakes: () => boolean,
  ): Outcome {
    if (kind === 'unknown') return refused(1);
    if (kind === 'forged') {
      const isRead = !this.#habits.limitsEndpoints || this.#unproven.take(nowSeconds);
      return refused(isRead ? 1 : 0);
    }
    if (this.#habits.limitsEndpoints && !this.#mayTake(nowSeconds)) return refused(0);
    if (queueTakes()) return this.#sent(this.#flooder, nowSeconds, true);
    this.#pausedUntilSeconds = nowSeconds + this.#refusedSeconds + pauseSeconds;
    return this.#sent(this.#flooder, nowSeconds, false);
  }

  get #refusedSeconds(): number {
    return this.#habits.limitsEndpoints ? seconds.refusedSend : seconds.formerRefusedSend;
  }

  #mayTake(nowSeconds: number): boolean {
    return nowSeconds >= this.#pausedUntilSeconds && this.#genuine.take(nowSeconds);
  }

  #sent(operator: number, nowSeconds: number, isAccepted: boolean): Outcome {
    const reads =
      this.#endpoints.readUnlessKept(operator, nowSeconds) +
      this.#connections.readUnlessKept(operator, nowSeconds);
    const opens = this.#opened.readUnlessKept(operator, nowSeconds);
    const sendSeconds = isAccepted ? seconds.send : this.#refusedSeconds;
    const askSeconds = reads * seconds.read + opens * seconds.open;
    return { busySeconds: seconds.own + askSeconds + sendSeconds, reads, opens, isAccepted };
  }
}

function refused(reads: number): Outcome {
  return { busySeconds: seconds.own + reads * seconds.read, reads, opens: 0, isAccepted: false };
}

/** Which keys are remembered, first in first out. Arrays, because a bench asks millions of times. */
class RecentKeys {
  readonly #lifeSeconds: number;
  readonly #entries: number;
  readonly #readAt: Float32Array;
  /** How many were read up to each key's last read. */
  readonly #places: Int32Array;
  #count = 0;

  constructor({
    lifeSeconds,
    entries,
    keys,
  }: { lifeSeconds: number; entries: number; keys: number }) {
    this.#lifeSeconds = lifeSeconds;
    this.#entries = entries;
    this.#readAt = new Float32Array(keys);
    this.#places = new Int32Array(keys);
  }

  /** 1 when it had to be read. */
  readUnlessKept(key: number, nowSeconds: number): 0 | 1 {
    const place = this.#places[key] ?? 0;
    const isThere = place > 0 && this.#count - place < this.#entries;
    if (isThere && nowSeconds - (this.#readAt[key] ?? 0) < this.#lifeSeconds) return 0;
    this.#count += 1;
    this.#places[key] = this.#count;
    this.#readAt[key] = nowSeconds;
    return 1;
  }
}
