import {
  PacedCalls,
  type PacedCallsPorts,
} from '../../../shared/application/pacing/paced-calls.ts';
import type { Engine } from '../engine/with-faults.ts';

/** The real pacer; the history learns how long everybody waited for a slot. */
export class WatchedPacer extends PacedCalls {
  readonly #engine: Engine;

  constructor(ports: PacedCallsPorts, engine: Engine) {
    super(ports);
    this.#engine = engine;
  }

  override async run<T>(
    call: Parameters<PacedCalls['run']>[0],
    send: () => Promise<T>,
  ): Promise<T> {
    const { time, recorder } = this.#engine;
    const askedAtEpochMs = time.nowEpochMs();
    const process = time.actor.name;
    let hasSlot = false;
    const note = (outcome: 'slot' | 'deferred') => {
      const waitedMs = time.nowEpochMs() - askedAtEpochMs;
      recorder.add({ kind: 'paced', ...call, outcome, waitedMs }, process);
    };
    try {
      return await super.run(call, () => {
        hasSlot = true;
        note('slot');
        return send();
      });
    } catch (error) {
      if (!hasSlot) note('deferred');
      throw error;
    }
  }
}
