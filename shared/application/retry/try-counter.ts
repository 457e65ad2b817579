import type { TriesRow } from '../../contracts/tries-item.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import type { TryCounts } from '../../domain/retry/tries.ts';
import type { Tries } from '../../ports/tries.ts';

const savesAtMost = 5;

/** The counts of one operator and queue, as they were read or saved last. */
export class TryCounter {
  readonly #tries: Tries;
  #row: TriesRow;

  private constructor(tries: Tries, row: TriesRow) {
    this.#tries = tries;
    this.#row = row;
  }

  static async open(tries: Tries, operatorId: string, queue: string): Promise<TryCounter> {
    const row = await tries.get(operatorId, queue);
    return new TryCounter(tries, row ?? { operatorId, queue, revision: 0, tries: {} });
  }

  get counts(): TryCounts {
    return this.#row.tries;
  }

  /** @throws DeferredError when others keep saving the same row. */
  async save(change: (counts: TryCounts) => TryCounts): Promise<void> {
    const { operatorId, queue } = this.#row;
    for (let saves = 0; saves < savesAtMost; saves += 1) {
      const saved = await this.#tries.save({ ...this.#row, tries: change(this.counts) });
      if (saved !== 'conflict') {
        this.#row = saved;
        return;
      }
      // A worker that was held up beyond its visibility works the same group: both counts stand.
      this.#row = (await this.#tries.get(operatorId, queue)) ?? { ...this.#row, revision: 0 };
    }
    throw new DeferredError('tries_contended', 2);
  }
}
