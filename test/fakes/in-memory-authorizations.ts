import type { Authorization } from '../../shared/contracts/authorization-item.ts';
import type { Authorizations, WaitingAuthorizations } from '../../shared/ports/authorizations.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { Faults } from './faults.ts';

export class InMemoryAuthorizations implements Authorizations, WaitingAuthorizations {
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

  async peek(stateHash: string): Promise<Authorization | undefined> {
    this.faults.check('peek');
    const row = this.#rows.get(stateHash);
    return row && row.expiresAtEpochMs > this.#clock.nowEpochMs()
      ? structuredClone(row)
      : undefined;
  }

  async everyKey(): Promise<Pick<Authorization, 'stateHash' | 'operatorId'>[]> {
    this.faults.check('everyKey');
    return [...this.#rows.values()].map(({ stateHash, operatorId }) => ({ stateHash, operatorId }));
  }

  async rewrapVerifier(
    stateHash: string,
    { from, to }: { from: string; to: string },
  ): Promise<boolean> {
    this.faults.check('rewrapVerifier');
    const row = this.#rows.get(stateHash);
    if (row?.sealedVerifier !== from) return false;
    this.#rows.set(stateHash, { ...row, sealedVerifier: to });
    return true;
  }

  async consume(stateHash: string): Promise<Authorization | undefined> {
    this.faults.check('consume');
    const row = this.#rows.get(stateHash);
    this.#rows.delete(stateHash);
    return row && row.expiresAtEpochMs > this.#clock.nowEpochMs() ? row : undefined;
  }
}
