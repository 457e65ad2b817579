import type { Authorization } from '../../shared/contracts/stored-items.ts';
import type { Authorizations } from '../../shared/ports/authorizations.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { Faults } from './faults.ts';

export class InMemoryAuthorizations implements Authorizations {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Authorization>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Every started authorization that was not consumed. */
  all(): Authorization[] {
    return structuredClone([...this.#rows.values()]);
  }

  async put(authorization: Authorization): Promise<void> {
    this.faults.check('put');
    this.#rows.set(authorization.stateHash, structuredClone(authorization));
  }

  async consume(stateHash: string): Promise<Authorization | undefined> {
    this.faults.check('consume');
    const row = this.#rows.get(stateHash);
    this.#rows.delete(stateHash);
    return row && row.expiresAtEpochMs > this.#clock.nowEpochMs() ? row : undefined;
  }
}
