import type { AccountHolder } from '../contracts/account-items.ts';
import type { Provider } from '../contracts/ids.ts';

export interface AccountKey {
  provider: Provider;
  accountId: string;
}

/** Which operator each company at a provider belongs to, across all operators. */
export interface AccountHolders {
  /** Also a claim that has run out: whoever reads looks at its end. */
  get(key: AccountKey): Promise<AccountHolder | undefined>;
  /** Writes over the very claim that was read (undefined: there was none). False: it is another by now. */
  put(holder: AccountHolder, over: AccountHolder | undefined): Promise<boolean>;
  /** Removes the very claim that was read; a newer one stays. */
  remove(holder: AccountHolder): Promise<void>;
}
