import type { World } from '../core/world.ts';
import { oauthErrors } from './oauth-answer.ts';
import { readBearerToken } from './oauth-client.ts';
import { isRowAccessible } from './oauth-store.ts';

/**
 * GET /oauth2/token/info in the vendor's documented shape: `expires_in` is an absolute epoch time
 * and the operator's name is the only identity. A dead token is told no reason.
 */
export function answerTokenInfoRequest(world: World, request: Request): Response {
  const { searchParams } = new URL(request.url);
  const token = readBearerToken(request.headers.get('authorization') ?? '', searchParams);
  const nowEpochMs = world.clock.nowEpochMs();
  const row = world.oauth.present(token, nowEpochMs);
  if (row === undefined || !isRowAccessible(row, nowEpochMs)) {
    throw oauthErrors.invalidToken('unknown');
  }
  const createdAtSeconds = Math.floor(row.createdEpochMs / 1000);
  return Response.json({
    scope: row.scopes,
    expires_in: createdAtSeconds + row.expiresInSeconds,
    application: { uid: row.clientId },
    created_at: createdAtSeconds,
    operator: { name: world.operators.get(row.operatorSlug)?.name ?? null },
  });
}
