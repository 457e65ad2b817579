import { type Authorization, authorizationItem } from '../../contracts/stored-items.ts';
import type { Authorizations } from '../../ports/authorizations.ts';
import type { Clock } from '../../ports/clock.ts';
import { timeToLive, unlessExpired } from './expiry.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

/** Started authorizations, for the minutes until the browser comes back. */
export class DynamoAuthorizations implements Authorizations {
  readonly #table: Table;
  readonly #clock: Clock;

  constructor(parts: { table: Table; clock: Clock }) {
    this.#table = parts.table;
    this.#clock = parts.clock;
  }

  put(authorization: Authorization): Promise<void> {
    const key = keys.authorization(authorization.stateHash);
    return this.#table.put(key, { ...authorization, ...timeToLive(authorization) });
  }

  /** When the answer gets lost the row is gone and nobody has it: the person starts again. */
  async consume(stateHash: string): Promise<Authorization | undefined> {
    const taken = await this.#table.take(keys.authorization(stateHash), authorizationItem);
    return unlessExpired(taken, this.#clock);
  }
}
