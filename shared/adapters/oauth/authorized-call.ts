import type { Account } from '../../contracts/stored-items.ts';

/** A call with the bearer token, GET unless told; aborted after the time for questions. */
export type AuthorizedCall = (url: string, method?: 'GET' | 'DELETE') => Promise<Response>;

/** Finds out which company a fresh access token is for. */
export type WhoIs = (accessToken: string, call: AuthorizedCall) => Promise<Account>;
