import type { World } from '../core/world.ts';
import { oauthErrors } from './oauth-answer.ts';
import { authenticateClient, readBearerToken, readClientCredentials } from './oauth-client.ts';
import type { OauthRequest } from './oauth-params.ts';
import { param } from './oauth-params.ts';
import type { TokenRow } from './oauth-store.ts';
import { isRowAccessible, isRowRevoked } from './oauth-store.ts';

/** POST /oauth2/introspect, authorised by client credentials or by another token of the client. */
export function answerIntrospectRequest(world: World, request: OauthRequest): Response {
  const token = param(request, 'token');
  const target = world.oauth.findByAccessToken(token) ?? world.oauth.findByRefreshToken(token);
  const credentials = readClientCredentials(request);
  if (credentials !== null) {
    const client = authenticateClient(world, credentials);
    if (client === undefined) throw oauthErrors.invalidClient();
    return renderTarget(world, target?.clientId === client.clientId ? target : undefined);
  }
  requireBearer(world, request, target);
  return renderTarget(world, target);
}

/** Presenting the bearer counts as a use of it; being the target does not. */
function requireBearer(world: World, request: OauthRequest, target: TokenRow | undefined): void {
  const nowEpochMs = world.clock.nowEpochMs();
  const bearerToken = readBearerToken(request.authorization, new URLSearchParams());
  const bearer = world.oauth.present(bearerToken, nowEpochMs);
  if (bearer === undefined) throw oauthErrors.notAuthorized();
  if (isRowRevoked(bearer)) throw oauthErrors.invalidToken('revoked');
  if (!isRowAccessible(bearer, nowEpochMs)) throw oauthErrors.invalidToken('expired');
  // An unknown target reads as if the bearer were bad: a quirk of the default policy.
  if (bearer === target || bearer.clientId !== target?.clientId) {
    throw oauthErrors.invalidToken('unknown');
  }
}

function renderTarget(world: World, target: TokenRow | undefined): Response {
  if (target === undefined || !isRowAccessible(target, world.clock.nowEpochMs())) {
    return Response.json({ active: false });
  }
  const issuedAtSeconds = Math.floor(target.createdEpochMs / 1000);
  return Response.json({
    active: true,
    scope: target.scopes.join(' '),
    client_id: target.clientId,
    token_type: 'Bearer',
    exp: issuedAtSeconds + target.expiresInSeconds,
    iat: issuedAtSeconds,
  });
}
