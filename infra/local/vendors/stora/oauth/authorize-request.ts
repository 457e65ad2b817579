import type { StoredApplication, World } from '../core/world.ts';
import { areScopesAllowed, areScopesEqual, splitScopes } from './oauth-scopes.ts';
import { isRowRevoked } from './oauth-store.ts';
import { isRedirectUriMatching } from './redirect-uri.ts';

/** A checked authorization request. */
export interface AuthorizeRequest {
  readonly application: StoredApplication;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string;
  readonly codeChallenge: string;
  readonly codeChallengeMethod: string;
}

export type CheckedAuthorizeRequest =
  | { readonly ok: true; readonly request: AuthorizeRequest }
  | { readonly ok: false; readonly problem: string };

/** Checks in Doorkeeper 5.5's order; a problem is shown as a page and never redirected. */
export function checkAuthorizeRequest(
  world: World,
  params: URLSearchParams,
): CheckedAuthorizeRequest {
  const application = world.applications.get(params.get('client_id') ?? '');
  const problem = findProblem(params, application, world.settings);
  if (problem !== null) return { ok: false, problem };
  if (application === undefined) return { ok: false, problem: unknownClient };
  return {
    ok: true,
    request: {
      application,
      redirectUri: params.get('redirect_uri') ?? '',
      scopes: splitScopes(params.get('scope') ?? ''),
      state: params.get('state') ?? '',
      codeChallenge: params.get('code_challenge') ?? '',
      codeChallengeMethod: params.get('code_challenge_method') ?? '',
    },
  };
}

/** True when the operator already holds an unrevoked token, expired or not, with these scopes. */
export function hasMatchingGrant(
  world: World,
  request: AuthorizeRequest,
  operatorSlug: string,
): boolean {
  return world.oauth.rows.some(
    (row) =>
      row.clientId === request.application.clientId &&
      row.operatorSlug === operatorSlug &&
      !isRowRevoked(row) &&
      areScopesEqual(row.scopes, request.scopes),
  );
}

const unknownClient =
  'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.';

function findProblem(
  params: URLSearchParams,
  application: StoredApplication | undefined,
  { absent }: World['settings'],
): string | null {
  const given = (name: string): string => params.get(name) ?? '';
  if (given('client_id') === '') return 'Missing required parameter: client_id.';
  if (application === undefined) return unknownClient;
  const registered = application.redirectUris;
  if (!registered.some((uri) => isRedirectUriMatching(given('redirect_uri'), uri))) {
    return "The requested redirect uri is malformed or doesn't match client redirect URI.";
  }
  if (given('response_type') === '') return 'Missing required parameter: response_type.';
  if (given('scope') === '') return 'Missing required parameter: scope.';
  if (given('response_type') !== 'code') {
    return 'The authorization server does not support this response type.';
  }
  const allowed = application.scopes.filter((name) => !absent.scopes.includes(name));
  if (!areScopesAllowed(given('scope'), allowed)) {
    return 'The requested scope is invalid, unknown, or malformed.';
  }
  if (given('code_challenge') !== '' && !/^(plain|S256)$/.test(given('code_challenge_method'))) {
    return 'The code challenge method must be plain or S256.';
  }
  return null;
}
