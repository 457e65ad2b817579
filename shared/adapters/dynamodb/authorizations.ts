import * as z from 'zod/mini';
import { type Authorization, authorizationItem } from '../../contracts/authorization-item.ts';
import type { Authorizations, WaitingAuthorizations } from '../../ports/authorizations.ts';
import type { Clock } from '../../ports/clock.ts';
import { timeToLive, unlessExpired } from './expiry.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

const keyFields = z.object({ stateHash: z.string(), operatorId: z.string() });

/** Started authorizations, for the minutes until the browser comes back. */
export class DynamoAuthorizations implements Authorizations, WaitingAuthorizations {
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

  async peek(stateHash: string): Promise<Authorization | undefined> {
    const stored = await this.#table.get(keys.authorization(stateHash), authorizationItem);
    return unlessExpired(stored, this.#clock);
  }

  everyKey(): Promise<Pick<Authorization, 'stateHash' | 'operatorId'>[]> {
    return this.#table.scan({ attribute: 'sk', with: keys.authorization('').sk }, keyFields);
  }

  rewrapVerifier(stateHash: string, { from, to }: { from: string; to: string }): Promise<boolean> {
    const condition = { equals: { sealedVerifier: from } };
    const change = { set: { sealedVerifier: to } };
    return this.#table.updateIf(keys.authorization(stateHash), change, condition);
  }

  /** When the answer gets lost the row is gone and nobody has it: the person starts again. */
  async consume(stateHash: string): Promise<Authorization | undefined> {
    const taken = await this.#table.take(keys.authorization(stateHash), authorizationItem);
    return unlessExpired(taken, this.#clock);
  }
}
