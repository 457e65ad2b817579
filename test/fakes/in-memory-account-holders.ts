import type { AccountHolder } from '../../shared/contracts/account-items.ts';
import type { AccountHolders, AccountKey } from '../../shared/ports/account-holders.ts';
import { Faults } from './faults.ts';

export class InMemoryAccountHolders implements AccountHolders {
  readonly faults = new Faults();
  readonly #rows = new Map<string, AccountHolder>();

  async get(key: AccountKey): Promise<AccountHolder | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(keyOf(key)));
  }

  async put(holder: AccountHolder, over: AccountHolder | undefined): Promise<boolean> {
    this.faults.check('put');
    if (this.#rows.get(keyOf(holder))?.claimId !== over?.claimId) return false;
    this.#rows.set(keyOf(holder), structuredClone(holder));
    return true;
  }

  async remove(holder: AccountHolder): Promise<void> {
    this.faults.check('remove');
    if (this.#rows.get(keyOf(holder))?.claimId === holder.claimId) this.#rows.delete(keyOf(holder));
  }

  /** Everything that is stored. */
  all(): AccountHolder[] {
    return structuredClone([...this.#rows.values()]);
  }
}

function keyOf({ provider, accountId }: AccountKey): string {
  return `${provider} ${accountId}`;
}
