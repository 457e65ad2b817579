import type { SeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { DeferredError } from '../../../shared/domain/errors/errors.ts';
import type { Backlog } from './backlog.ts';
import { PacedProcess, type ProcessParts } from './paced-process.ts';

const callsAtOnce = 10;
/** A run of the worker ends by itself, so that a deploy or a limit of its time never cuts it off. */
const runAtMostMs = 20_000;
/** From the end of a wait until the next run starts. */
const receiveMs = 20;
/** The shortest wait the worker asks the queue for. */
const hideAtLeastSeconds = 2;
/** Every so often the next run is in another environment, which knows only the stored item. */
const freshShare = 0.2;

/** Does the backlog in runs as a queue's worker does; what is deferred hides for whole seconds. */
export class PacedWorker {
  readonly #parts: ProcessParts & { readonly random: SeededRandom };
  #process: PacedProcess;
  /** Time that is paid for. */
  billedMs = 0;
  deferrals = 0;

  constructor(parts: ProcessParts & { readonly random: SeededRandom }) {
    this.#parts = parts;
    this.#process = new PacedProcess(parts);
  }

  async work(backlog: Backlog): Promise<void> {
    const { time } = this.#parts;
    while (!backlog.isEmpty()) {
      const startEpochMs = time.nowEpochMs();
      const visibleEpochMs = await this.#runOnce(backlog);
      this.billedMs += time.nowEpochMs() - startEpochMs;
      await time.sleep(this.#hideMs(visibleEpochMs) + receiveMs);
      if (this.#parts.random.chance(freshShare)) this.#process = new PacedProcess(this.#parts);
    }
  }

  /** One run, up to ten calls at once; returns when deferred work may come back. */
  async #runOnce(backlog: Backlog): Promise<number | undefined> {
    const { time } = this.#parts;
    const endEpochMs = time.nowEpochMs() + runAtMostMs;
    let visibleEpochMs: number | undefined;
    const goesOn = () => visibleEpochMs === undefined && time.nowEpochMs() < endEpochMs;
    const callInTurn = async () => {
      while (goesOn() && backlog.take()) {
        const deferral = await this.#callOnce();
        if (deferral === undefined) continue;
        backlog.giveBack();
        visibleEpochMs ??= time.nowEpochMs() + deferral.retryAfterSeconds * 1_000;
      }
    };
    await Promise.all(Array.from({ length: callsAtOnce }, callInTurn));
    await this.#process.settle();
    return visibleEpochMs;
  }

  async #callOnce(): Promise<DeferredError | undefined> {
    try {
      await this.#process.call();
      return undefined;
    } catch (error) {
      // Recovery: the call is made again when the deferred work comes back.
      if (!(error instanceof DeferredError)) throw error;
      this.deferrals += 1;
      return error;
    }
  }

  /** A queue hides for whole seconds, counted here from when the wait was told. */
  #hideMs(visibleEpochMs: number | undefined): number {
    if (visibleEpochMs === undefined) return 0;
    const leftSeconds = Math.floor((visibleEpochMs - this.#parts.time.nowEpochMs()) / 1_000);
    return Math.max(hideAtLeastSeconds, leftSeconds) * 1_000;
  }
}
