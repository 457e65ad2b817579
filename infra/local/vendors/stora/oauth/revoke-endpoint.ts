import type { World } from '../core/world.ts';
import { authenticateClient, readClientCredentials } from './oauth-client.ts';
import type { OauthRequest } from './oauth-params.ts';
import { param } from './oauth-params.ts';
import type { TokenRow } from './oauth-store.ts';
import { isRowAccessible, revokeRow } from './oauth-store.ts';

/**
 * POST /oauth2/revoke. A 200 proves nothing: unknown, revoked and expired tokens answer it too, and
 * a refresh token whose access token has expired is left alive (Doorkeeper before 5.8.1).
 */
export function answerRevokeRequest(world: World, request: OauthRequest): Response {
  const client = authenticateClient(world, readClientCredentials(request));
  if (client === undefined) return refuse();
  const row = findTarget(world, request);
  if (row !== undefined && row.clientId !== client.clientId) return refuse();
  const nowEpochMs = world.clock.nowEpochMs();
  if (row !== undefined && isRowAccessible(row, nowEpochMs)) revokeRow(row, nowEpochMs);
  return Response.json({});
}

function findTarget(world: World, request: OauthRequest): TokenRow | undefined {
  const token = param(request, 'token');
  const isRefreshOnly =
    world.settings.tokenTypeHint === 'filters' &&
    param(request, 'token_type_hint') === 'refresh_token';
  const byAccessToken = isRefreshOnly ? undefined : world.oauth.findByAccessToken(token);
  return byAccessToken ?? world.oauth.findByRefreshToken(token);
}

function refuse(): Response {
  return Response.json(
    {
      error: 'unauthorized_client',
      error_description: 'You are not authorized to revoke this token',
    },
    { status: 403 },
  );
}
