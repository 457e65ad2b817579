import type { Provider } from '../../shared/contracts/ids.ts';
import type { Rate } from '../../shared/contracts/rate-item.ts';
import type { Rates } from '../../shared/ports/rates.ts';
import { Faults } from './faults.ts';

export class InMemoryRates implements Rates {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Rate>();

  async get(operatorId: string, provider: Provider): Promise<Rate | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(`${operatorId} ${provider}`));
  }

  async save(rate: Rate): Promise<Rate | 'conflict'> {
    this.faults.check('save');
    const key = `${rate.operatorId} ${rate.provider}`;
    if ((this.#rows.get(key)?.revision ?? 0) !== rate.revision) return 'conflict';
    const saved = { ...structuredClone(rate), revision: rate.revision + 1 };
    this.#rows.set(key, structuredClone(saved));
    return saved;
  }
}
