import type { ListedAccount } from '../../contracts/account-items.ts';

/** A call with the bearer token, GET unless told; aborted after the time for questions. */
export type AuthorizedCall = (url: string, method?: 'GET' | 'DELETE') => Promise<Response>;

/** Finds out which companies a fresh access token opens. */
export type WhoIs = (accessToken: string, call: AuthorizedCall) => Promise<ListedAccount[]>;
