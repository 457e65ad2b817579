import type { Account } from '../../contracts/account.ts';
import type { BeforeSending, OauthProvider, Standing } from '../../ports/oauth-provider.ts';
import type { AuthorizedCall } from './authorized-call.ts';

/** How one provider lets us look whether a token is alive, and end what it opens. */
export interface ProviderAccess {
  revocationEnds: OauthProvider['revocationEnds'];
  isAlive(call: AuthorizedCall): Promise<boolean>;
  standingOf(call: AuthorizedCall, account: Account): Promise<Standing>;
  /** Absent where a revocation ends one pair only. */
  personOf?(accessToken: string): string | undefined;
  disconnectAccount?(
    call: AuthorizedCall,
    account: Account,
    beforeSending: BeforeSending,
  ): Promise<{ remaining: number }>;
}
