import type { Target } from '../../shared/contracts/ids.ts';
import type { Preview, PreviewPurpose } from '../../shared/contracts/preview.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Previews } from '../../shared/ports/previews.ts';
import { Faults } from './faults.ts';

export class InMemoryPreviews implements Previews {
  readonly faults = new Faults();
  readonly #rows = new Map<string, { shown: Preview; untilEpochMs: number }>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async get(
    operatorId: string,
    target: Target,
    purpose: PreviewPurpose,
  ): Promise<Preview | undefined> {
    this.faults.check('get');
    const row = this.#rows.get(`${operatorId} ${target} ${purpose}`);
    const isGood = row !== undefined && row.untilEpochMs > this.#clock.nowEpochMs();
    return isGood ? structuredClone(row.shown) : undefined;
  }

  async put(shown: Preview, untilEpochMs: number): Promise<void> {
    this.faults.check('put');
    const { operatorId, target, purpose } = shown;
    const row = { shown: structuredClone(shown), untilEpochMs };
    this.#rows.set(`${operatorId} ${target} ${purpose}`, row);
  }
}
