import type { Provider } from '../../contracts/ids.ts';
import { type Rate, rateItem } from '../../contracts/rate-item.ts';
import type { Rates } from '../../ports/rates.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

/** Rates, each saved as a whole over the revision that was read. */
export class DynamoRates implements Rates {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  get(operatorId: string, provider: Provider): Promise<Rate | undefined> {
    return this.#table.get(keys.rate(operatorId, provider), rateItem);
  }

  async save(rate: Rate): Promise<Rate | 'conflict'> {
    const { revision } = rate;
    const saved = { ...rate, revision: revision + 1 };
    const isSaved = await this.#table.putIf(
      keys.rate(rate.operatorId, rate.provider),
      saved,
      revision === 0 ? { isNew: true } : { equals: { revision } },
    );
    return isSaved ? saved : 'conflict';
  }
}
