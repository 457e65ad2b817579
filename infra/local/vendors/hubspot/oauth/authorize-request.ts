import type { Account } from '../core/account.ts';
import type { HubspotClient } from '../core/world.ts';
import { isKnownScope } from './scopes.ts';

/** An authorize request that holds together. */
export interface AuthorizeRequest {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** Left out without a word where the account does not give them. */
  readonly optionalScopes: readonly string[];
  readonly state: string | undefined;
  readonly codeChallenge: string | undefined;
}

export type ReadAuthorizeRequest =
  | { readonly ok: true; readonly request: AuthorizeRequest }
  | { readonly ok: false; readonly message: string };

/** Reads the query of the authorize URL. Errors are shown, not redirected. */
export function readAuthorizeRequest(
  query: URLSearchParams,
  client: HubspotClient,
): ReadAuthorizeRequest {
  const redirectUri = query.get('redirect_uri') ?? '';
  const scopes = scopesIn(query.get('scope'));
  const optionalScopes = scopesIn(query.get('optional_scope'));
  const method = query.get('code_challenge_method');
  const codeChallenge = query.get('code_challenge') ?? undefined;
  const isStrange = ![...scopes, ...optionalScopes].every(isKnownScope);
  const problems: readonly (readonly [boolean, string])[] = [
    [
      query.get('client_id') !== client.clientId,
      'An invalid app client ID was provided. Please contact the app developer.',
    ],
    [
      !client.redirectUris.includes(redirectUri),
      'The redirect URL does not match one that is registered for the app.',
    ],
    [scopes.length === 0 || !scopes.includes('oauth'), insufficient],
    [isStrange, insufficient],
    [codeChallenge !== undefined && method !== 'S256', 'The code challenge method must be S256.'],
  ];
  const problem = problems.find(([isWrong]) => isWrong);
  if (problem !== undefined) return { ok: false, message: problem[1] };
  const state = query.get('state') ?? undefined;
  return { ok: true, request: { redirectUri, scopes, optionalScopes, state, codeChallenge } };
}

export const insufficient =
  'Authorization failed because the provided scopes are insufficient. Please contact the app developer.';

/** What the account gives of what is asked for; undefined where it does not give what the app cannot do without. */
export function grantedScopes(
  account: Account,
  request: AuthorizeRequest,
): readonly string[] | undefined {
  const { scopes, optionalScopes } = request;
  if (scopes.some((scope) => account.withheld.has(scope))) return undefined;
  const further = optionalScopes.filter((scope) => !account.withheld.has(scope));
  return [...new Set([...scopes, ...further])];
}

/** The redirect back to the app with the outcome and the state. */
export function redirectBack(
  request: AuthorizeRequest,
  outcome: Readonly<Record<string, string>>,
): string {
  const url = new URL(request.redirectUri);
  for (const [name, value] of Object.entries(outcome)) url.searchParams.set(name, value);
  if (request.state !== undefined) url.searchParams.set('state', request.state);
  return url.href;
}

function scopesIn(text: string | null): readonly string[] {
  return (text ?? '').split(/\s+/).filter((scope) => scope !== '');
}
