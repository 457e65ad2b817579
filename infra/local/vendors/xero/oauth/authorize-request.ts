import type { XeroClient } from '../core/world.ts';
import { knownScopes } from './scopes.ts';

/** An authorize request that holds together. */
export interface AuthorizeRequest {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | undefined;
  readonly codeChallenge: string | undefined;
}

export type ReadAuthorizeRequest =
  | { readonly ok: true; readonly request: AuthorizeRequest }
  | { readonly ok: false; readonly message: string };

/** Reads the query of the authorize URL. Errors are shown, not redirected: the redirect cannot be trusted then. */
export function readAuthorizeRequest(
  query: URLSearchParams,
  client: XeroClient,
): ReadAuthorizeRequest {
  const redirectUri = query.get('redirect_uri') ?? '';
  const scopes = (query.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '');
  const unknown = scopes.filter((scope) => !knownScopes.has(scope));
  const method = query.get('code_challenge_method');
  const codeChallenge = query.get('code_challenge') ?? undefined;
  const problems: readonly (readonly [boolean, string])[] = [
    [query.get('client_id') !== client.clientId, 'unauthorized_client: Unknown client'],
    [!client.redirectUris.includes(redirectUri), 'invalid_request: Invalid redirect_uri'],
    [
      query.get('response_type') !== 'code',
      'unsupported_response_type: response_type must be code',
    ],
    [scopes.length === 0, 'invalid_scope: No scope requested'],
    [unknown.length > 0, `invalid_scope: Requested wrong apps scopes (${unknown.join(' ')})`],
    [codeChallenge !== undefined && method !== 'S256', 'invalid_request: PKCE needs S256'],
  ];
  const problem = problems.find(([isWrong]) => isWrong);
  if (problem !== undefined) return { ok: false, message: problem[1] };
  const state = query.get('state') ?? undefined;
  return { ok: true, request: { redirectUri, scopes, state, codeChallenge } };
}

/** The redirect back to the app with the outcome and the state. */
export function redirectBack(
  request: AuthorizeRequest,
  outcome: { readonly code: string } | { readonly error: string },
): string {
  const url = new URL(request.redirectUri);
  for (const [name, value] of Object.entries(outcome)) url.searchParams.set(name, value);
  if ('code' in outcome) url.searchParams.set('scope', request.scopes.join(' '));
  if (request.state !== undefined) url.searchParams.set('state', request.state);
  return url.href;
}
