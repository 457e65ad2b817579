import { type AccountHolder, accountHolderItem } from '../../contracts/account-items.ts';
import type { AccountHolders, AccountKey } from '../../ports/account-holders.ts';
import { timeToLive } from './expiry.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

/** One item per company at a provider, outside of every operator's partition. */
export class DynamoAccountHolders implements AccountHolders {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  get({ provider, accountId }: AccountKey): Promise<AccountHolder | undefined> {
    return this.#table.get(keys.account(provider, accountId), accountHolderItem);
  }

  put(holder: AccountHolder, over: AccountHolder | undefined): Promise<boolean> {
    const { provider, accountId, expiresAtEpochMs } = holder;
    const ends = expiresAtEpochMs === undefined ? {} : timeToLive({ expiresAtEpochMs });
    const condition =
      over === undefined ? ({ isNew: true } as const) : { equals: { claimId: over.claimId } };
    return this.#table.putIf(keys.account(provider, accountId), { ...holder, ...ends }, condition);
  }

  async remove({ provider, accountId, claimId }: AccountHolder): Promise<void> {
    await this.#table.deleteIf(keys.account(provider, accountId), { equals: { claimId } });
  }
}
