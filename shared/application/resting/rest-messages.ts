import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Resting } from '../../ports/resting.ts';

export interface RestDeps {
  resting: Resting;
  clock: Clock;
  log: Log;
}

export interface Rest {
  /** Of the queue: the operator, before a `#` where it has several there. */
  group: string;
  receiptHandles: string[];
  reason: string;
  retryAfterSeconds: number;
  /** When the work began whose end this is. */
  beganAtEpochMs: number;
}

/** What is hidden for less is back before anybody could call it. */
const restFromSeconds = 60;
const calledBackSeconds = 2;
/** Two workers' clocks may differ by so much. */
const clocksApartMs = 1_000;

/** Takes down which messages of a queue are hidden for long, so that they can be called back. */
export class MessageRest {
  readonly #deps: RestDeps;
  readonly #queue: string;

  constructor(deps: RestDeps, queue: string) {
    this.#deps = deps;
    this.#queue = queue;
  }

  /** The instant that `rest` wants to know later. */
  begin(): number {
    return this.#deps.clock.nowEpochMs();
  }

  /**
   * Called before messages are hidden; returns for how long they are to be. A connection that was made
   * while their work went on has called them back already.
   */
  async rest(rest: Rest): Promise<number> {
    const { group, receiptHandles, reason, retryAfterSeconds } = rest;
    if (retryAfterSeconds < restFromSeconds) return retryAfterSeconds;
    const { resting, clock, log } = this.#deps;
    const [operatorId = group] = group.split('#');
    const messages = { operatorId, queue: this.#queue, receiptHandles, reason };
    try {
      const isResting = await resting.note(
        { ...messages, hiddenAtEpochMs: clock.nowEpochMs() },
        rest.beganAtEpochMs - clocksApartMs,
      );
      return isResting ? retryAfterSeconds : calledBackSeconds;
    } catch (error) {
      // Recovery: nobody could call them back, so they come back by themselves before long.
      log.error('messages.rest_not_noted', { operatorId, queue: this.#queue }, error);
      return restFromSeconds;
    }
  }
}
