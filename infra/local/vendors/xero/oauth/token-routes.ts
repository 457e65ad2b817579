import type { Context, Hono } from 'hono';
import { LostAnswer } from '../../common/lost-answer.ts';
import type { XeroWorld } from '../core/world.ts';
import type { TokenPair } from './grants.ts';

/** The token and revocation endpoints, and the connections of a token's user. */
export function addTokenRoutes(app: Hono, world: XeroWorld): void {
  for (const path of ['/connect/token', '/identity/connect/token']) {
    app.post(path, (context) => answerToken(context, world));
  }
  for (const path of ['/connect/revocation', '/identity/connect/revocation']) {
    app.post(path, (context) => answerRevocation(context, world));
  }
  app.get('/connections', (context) => answerConnections(context, world));
  app.delete('/connections/:id', (context) => answerDisconnect(context, world));
}

async function answerToken(context: Context, world: XeroWorld): Promise<Response> {
  const form = new URLSearchParams(await context.req.text());
  if (!isClient(context, form, world)) return context.json({ error: 'invalid_client' }, 400);
  const grantType = form.get('grant_type');
  if (grantType !== 'authorization_code' && grantType !== 'refresh_token') {
    return context.json({ error: 'unsupported_grant_type' }, 400);
  }
  const fault = world.faults.next({ method: 'POST', path: '/connect/token' });
  if (fault === 'timeout-not-applied') throw new LostAnswer();
  if (fault === '503-not-applied') return context.text('Service Unavailable', 503);
  if (fault === '500-not-applied') return context.text('Internal Server Error', 500);
  const pair = grantType === 'refresh_token' ? refreshed(form, world) : exchanged(form, world);
  if (fault === 'timeout-applied') throw new LostAnswer();
  if (fault === '500-applied') return context.text('Internal Server Error', 500);
  if (pair === undefined) return context.json({ error: 'invalid_grant' }, 400);
  context.header('cache-control', 'no-store');
  return context.json(tokenBody(pair, world));
}

function exchanged(form: URLSearchParams, world: XeroWorld): TokenPair | undefined {
  const redirectUri = form.get('redirect_uri') ?? '';
  const verifier = form.get('code_verifier') ?? undefined;
  return world.grants.exchange(form.get('code') ?? '', { redirectUri, verifier }, world.nowEpochMs);
}

function refreshed(form: URLSearchParams, world: XeroWorld): TokenPair | undefined {
  return world.grants.refresh(form.get('refresh_token') ?? '', world.nowEpochMs);
}

function tokenBody(pair: TokenPair, world: XeroWorld): Record<string, string | number> {
  const { access, refreshToken } = pair;
  const hasIdentity = access.scopes.includes('openid');
  return {
    ...(hasIdentity ? { id_token: identityToken(pair, world) } : {}),
    access_token: access.token,
    expires_in: world.settings.grants.accessTokenSeconds,
    token_type: 'Bearer',
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    scope: access.scopes.join(' '),
  };
}

function identityToken(pair: TokenPair, world: XeroWorld): string {
  const nowSeconds = Math.floor(world.nowEpochMs / 1000);
  const claims = {
    iss: 'https://identity.xero.com',
    aud: world.settings.client.clientId,
    iat: nowSeconds,
    nbf: nowSeconds,
    exp: nowSeconds + 300,
    sub: pair.access.userId.replaceAll('-', ''),
    xero_userid: pair.access.userId,
  };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${world.settings.random.urlSafe(43)}`;
}

async function answerRevocation(context: Context, world: XeroWorld): Promise<Response> {
  const form = new URLSearchParams(await context.req.text());
  if (!isClient(context, form, world)) return context.json({ error: 'invalid_client' }, 400);
  world.grants.revoke(form.get('token') ?? '');
  return context.body(null, 200);
}

function answerConnections(context: Context, world: XeroWorld): Response {
  const userId = bearerUser(context, world);
  if (userId === undefined) return unauthorized(context, world);
  const authEventId = context.req.query('authEventId');
  const shown = world.grants
    .connectionsOf(userId)
    .filter((connection) => authEventId === undefined || connection.authEventId === authEventId);
  return context.json(
    shown.map((connection) => ({
      id: connection.id,
      authEventId: connection.authEventId,
      tenantId: connection.tenantId,
      tenantType: 'ORGANISATION',
      tenantName: world.book(connection.tenantId)?.organisation.name ?? '',
      createdDateUtc: connectionDate(connection.createdEpochMs),
      updatedDateUtc: connectionDate(connection.updatedEpochMs),
    })),
  );
}

function answerDisconnect(context: Context, world: XeroWorld): Response {
  const userId = bearerUser(context, world);
  if (userId === undefined) return unauthorized(context, world);
  const id = context.req.param('id') ?? '';
  const connection = world.grants.connections.get(id);
  if (connection?.userId !== userId) return context.body(null, 404);
  world.grants.connections.delete(id);
  return context.body(null, 204);
}

function bearerUser(context: Context, world: XeroWorld): string | undefined {
  const token = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1] ?? '';
  const access = world.grants.accessToken(token);
  return access !== undefined && world.nowEpochMs < access.expiresAtEpochMs
    ? access.userId
    : undefined;
}

function unauthorized(context: Context, world: XeroWorld): Response {
  const problem = {
    Type: null,
    Title: 'Unauthorized',
    Status: 401,
    Detail: 'AuthenticationUnsuccessful',
    Instance: world.settings.random.uuid(),
    Extensions: {},
  };
  return context.json(problem, 401);
}

// Basic as documented; the identity server also takes the two in the body.
function isClient(context: Context, form: URLSearchParams, world: XeroWorld): boolean {
  const { clientId, clientSecret } = world.settings.client;
  const basic = /^Basic (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
  if (basic === undefined) {
    return form.get('client_id') === clientId && form.get('client_secret') === clientSecret;
  }
  const [id = '', secret = ''] = splitOnce(Buffer.from(basic, 'base64').toString());
  return (
    [id, decodeForm(id)].includes(clientId) && [secret, decodeForm(secret)].includes(clientSecret)
  );
}

function splitOnce(text: string): readonly [string, string] {
  const at = text.indexOf(':');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

// RFC 6749 §2.3.1 form-encodes both halves; many clients do not.
function decodeForm(text: string): string {
  return new URLSearchParams(`v=${text}`).get('v') ?? text;
}

// Seven digits and no zone, as Xero writes these two.
function connectionDate(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 23)}0000`;
}
