import { createHash } from 'node:crypto';
import type { StoredApplication, World } from '../core/world.ts';
import { oauthErrors } from './oauth-answer.ts';
import { authenticateClient, readClientCredentials } from './oauth-client.ts';
import type { OauthRequest } from './oauth-params.ts';
import { param } from './oauth-params.ts';
import { areScopesAllowed, splitScopes } from './oauth-scopes.ts';
import type { CodeRow, TokenRow } from './oauth-store.ts';
import { isRowRevoked, revokeRow } from './oauth-store.ts';
import { isRedirectUriMatching } from './redirect-uri.ts';

/** POST /oauth2/token: throws OauthError for every refusal. */
export function answerTokenRequest(world: World, request: OauthRequest): Response {
  const grantType = param(request, 'grant_type');
  if (grantType === '') throw oauthErrors.missingParameter('grant_type');
  const grant = grants[grantType];
  if (grant === undefined) throw oauthErrors.unsupportedGrantType();
  return renderTokens(grant(world, request));
}

type Grant = (world: World, request: OauthRequest) => TokenRow;

const grants: Readonly<Partial<Record<string, Grant>>> = {
  authorization_code: exchangeCode,
  refresh_token: refresh,
  client_credentials: issueForClient,
};

/** Checks in Doorkeeper's order: parameters, client, code, redirect URI, verifier. */
function exchangeCode(world: World, request: OauthRequest): TokenRow {
  if (param(request, 'code') === '') throw oauthErrors.missingParameter('code');
  const code = world.oauth.findCode(param(request, 'code'));
  if (code !== undefined && code.codeChallenge !== '' && param(request, 'code_verifier') === '') {
    throw oauthErrors.missingParameter('code_verifier');
  }
  if (param(request, 'redirect_uri') === '') throw oauthErrors.missingParameter('redirect_uri');
  const client = requireClient(world, request);
  const nowEpochMs = world.clock.nowEpochMs();
  if (code === undefined || !isCodeGood(code, client, nowEpochMs)) throw oauthErrors.invalidGrant();
  if (!isRedirectUriMatching(param(request, 'redirect_uri'), code.redirectUri)) {
    throw oauthErrors.invalidGrant();
  }
  if (!isVerifierGood(param(request, 'code_verifier'), code)) throw oauthErrors.invalidGrant();
  // Only now is the code spent: a refused request leaves it usable.
  code.used = true;
  return world.oauth.issueTokens(
    {
      clientId: client.clientId,
      operatorSlug: code.operatorSlug,
      scopes: code.scopes,
      expiresInSeconds: world.settings.accessTokenTtlSeconds,
      withRefreshToken: true,
    },
    nowEpochMs,
  );
}

/** Checks in Doorkeeper's order: the token, then the client, then whose token it is, then scope. */
function refresh(world: World, request: OauthRequest): TokenRow {
  const presented = param(request, 'refresh_token');
  if (presented === '') throw oauthErrors.missingParameter('refresh_token');
  const row = world.oauth.findByRefreshToken(presented);
  if (row === undefined || isRowRevoked(row)) throw oauthErrors.invalidGrant();
  const credentials = readClientCredentials(request);
  const client = authenticateClient(world, credentials);
  if (credentials !== null && client === undefined) throw oauthErrors.invalidClient();
  if (client?.clientId !== row.clientId) throw oauthErrors.invalidGrant();
  const scope = param(request, 'scope');
  if (scope !== '' && !areScopesAllowed(scope, row.scopes)) throw oauthErrors.invalidScope();
  return rotate(world, row, scope === '' ? row.scopes : splitScopes(scope));
}

function rotate(world: World, row: TokenRow, scopes: readonly string[]): TokenRow {
  const nowEpochMs = world.clock.nowEpochMs();
  const revokesOnUse = world.settings.rotationMode === 'revoke-on-use';
  if (!revokesOnUse) revokeRow(row, nowEpochMs);
  return world.oauth.issueTokens(
    {
      clientId: row.clientId,
      operatorSlug: row.operatorSlug,
      scopes,
      expiresInSeconds: world.settings.accessTokenTtlSeconds,
      withRefreshToken: true,
      previousRefreshToken: revokesOnUse ? (row.refreshToken ?? '') : '',
    },
    nowEpochMs,
  );
}

/** Without a scope the token has none, as in 5.5. */
function issueForClient(world: World, request: OauthRequest): TokenRow {
  const client = requireClient(world, request);
  const scope = param(request, 'scope');
  if (scope !== '' && !areScopesAllowed(scope, client.scopes)) throw oauthErrors.invalidScope();
  const [firstSlug = ''] = world.operators.keys();
  return world.oauth.issueTokens(
    {
      clientId: client.clientId,
      operatorSlug: client.operatorSlug ?? firstSlug,
      scopes: splitScopes(scope),
      expiresInSeconds: world.settings.accessTokenTtlSeconds,
      withRefreshToken: false,
    },
    world.clock.nowEpochMs(),
  );
}

function requireClient(world: World, request: OauthRequest): StoredApplication {
  const client = authenticateClient(world, readClientCredentials(request));
  if (client === undefined) throw oauthErrors.invalidClient();
  return client;
}

function isCodeGood(code: CodeRow, client: StoredApplication, nowEpochMs: number): boolean {
  const isExpired = nowEpochMs > code.createdEpochMs + code.expiresInSeconds * 1000;
  return code.clientId === client.clientId && !code.used && !isExpired;
}

function isVerifierGood(verifier: string, code: CodeRow): boolean {
  if (verifier === '') return code.codeChallenge === '';
  const challenge =
    code.codeChallengeMethod === 'S256'
      ? createHash('sha256').update(verifier).digest('base64url')
      : verifier;
  return challenge === code.codeChallenge;
}

function renderTokens(row: TokenRow): Response {
  const body = {
    access_token: row.accessToken,
    token_type: 'Bearer',
    expires_in: row.expiresInSeconds,
    ...(row.refreshToken === null ? {} : { refresh_token: row.refreshToken }),
    ...(row.scopes.length === 0 ? {} : { scope: row.scopes.join(' ') }),
    created_at: Math.floor(row.createdEpochMs / 1000),
  };
  return Response.json(body, { headers: { 'Cache-Control': 'no-store', Pragma: 'no-cache' } });
}
