import type { Context, Hono } from 'hono';
import { LostAnswer } from '../../common/lost-answer.ts';
import type { HubspotWorld } from '../core/world.ts';
import { limited, proxyError } from '../gate/gate-answers.ts';
import type { GrantProblem, TokenPair } from './grants.ts';

/** The date-versioned token endpoints, and what became of those of version 1. */
export function addTokenRoutes(app: Hono, world: HubspotWorld): void {
  app.all('/oauth/v1/*', (context) => context.json(gone(world), 410));
  app.post('/oauth/:version/token', (context) => answerToken(context, world));
  app.post('/oauth/:version/token/introspect', (context) => answerIntrospection(context, world));
  app.post('/oauth/:version/token/revoke', (context) => answerRevocation(context, world));
}

// Only what stands in the body counts: parameters in the address are not read.
async function answerToken(context: Context, world: HubspotWorld): Promise<Response> {
  const form = await readForm(context, world);
  if (form instanceof Response) return form;
  const fault = world.faults.next({ method: 'POST', path: context.req.path });
  if (fault === 'timeout-not-applied') throw new LostAnswer();
  if (fault === '502-not-applied') return context.html(String(proxyError(502).body), 502);
  if (fault === '503-not-applied') return context.html(String(proxyError(503).body), 503);
  if (fault === '504-not-applied') return context.html(String(proxyError(504).body), 504);
  if (fault === '500-not-applied') return context.json(broken(world), 500);
  if (fault === 'daily') return context.json(limited('DAILY', uuidOf(world)).body, 429);
  const pair = give(form, world);
  if (fault === 'timeout-applied') throw new LostAnswer();
  if (fault === '500-applied' || fault === '504-applied') return context.json(broken(world), 500);
  if (typeof pair === 'string') return refuse(context, world, pair);
  context.header('cache-control', 'no-store');
  return context.json(tokenBody(pair, world));
}

function give(form: URLSearchParams, world: HubspotWorld): TokenPair | Problem {
  const grantType = form.get('grant_type');
  if (grantType === 'refresh_token')
    return world.grants.refresh(form.get('refresh_token') ?? '', world.nowEpochMs);
  if (grantType !== 'authorization_code') return 'BAD_GRANT_TYPE';
  const redirectUri = form.get('redirect_uri') ?? '';
  const verifier = form.get('code_verifier') ?? undefined;
  return world.grants.exchange(form.get('code') ?? '', { redirectUri, verifier }, world.nowEpochMs);
}

function tokenBody({ access, refreshToken }: TokenPair, world: HubspotWorld) {
  return {
    token_type: 'bearer',
    token_use: 'access_token',
    access_token: access.token,
    refresh_token: refreshToken,
    expires_in: world.grants.settings.accessTokenSeconds,
    hub_id: access.hubId,
    user_id: access.userId,
    scopes: access.scopes,
  };
}

// A token that is not known is no error: the answer says that it is not active, and nothing else.
async function answerIntrospection(context: Context, world: HubspotWorld): Promise<Response> {
  const form = await readForm(context, world);
  if (form instanceof Response) return form;
  const token = form.get('token') ?? '';
  const access = world.grants.accessToken(token);
  const endsAt = access === undefined || access.isEnded ? 0 : access.expiresAtEpochMs;
  const leftMs = endsAt - world.nowEpochMs;
  const holder = leftMs > 0 ? access : world.grants.refreshToken(token);
  if (holder === undefined) return context.json({ active: false });
  const { hubId, userId, scopes } = holder;
  const account = world.account(hubId);
  return context.json({
    active: true,
    token_use: leftMs > 0 ? 'access_token' : 'refresh_token',
    token_type: 'bearer',
    client_id: world.settings.client.clientId,
    app_id: world.settings.appId,
    hub_id: hubId,
    hub_domain: account?.facts.domain,
    user: account?.facts.owners.find((owner) => owner.userId === userId)?.email,
    user_id: userId,
    scopes,
    is_private_distribution: false,
    ...(leftMs > 0 ? { expires_in: Math.floor(leftMs / 1_000) } : {}),
  });
}

async function answerRevocation(context: Context, world: HubspotWorld): Promise<Response> {
  const form = await readForm(context, world);
  if (form instanceof Response) return form;
  world.grants.revoke(form.get('token') ?? '');
  return context.body(null, 200);
}

async function readForm(
  context: Context,
  world: HubspotWorld,
): Promise<URLSearchParams | Response> {
  if (!world.isVersion(context.req.param('version') ?? ''))
    return context.json({ status: 'error', message: 'resource not found' }, 404);
  const form = new URLSearchParams(await context.req.text());
  const { clientId, clientSecret } = world.settings.client;
  if (form.get('client_id') !== clientId) return refuse(context, world, 'BAD_CLIENT_ID');
  if (form.get('client_secret') !== clientSecret)
    return refuse(context, world, 'BAD_CLIENT_SECRET');
  return form;
}

type Problem = GrantProblem | 'BAD_CLIENT_ID' | 'BAD_CLIENT_SECRET' | 'BAD_GRANT_TYPE';

const problems: Readonly<Record<Problem, readonly [error: string, message: string]>> = {
  BAD_CLIENT_ID: ['invalid_client', 'missing or unknown client id'],
  BAD_CLIENT_SECRET: ['invalid_client', 'missing or invalid client secret'],
  BAD_GRANT_TYPE: ['unsupported_grant_type', 'missing or unknown grant type'],
  BAD_AUTH_CODE: ['invalid_grant', 'missing or unknown auth code'],
  BAD_REDIRECT_URI: ['invalid_grant', 'redirect URI does not match'],
  BAD_CODE_VERIFIER: ['invalid_grant', 'missing or invalid code verifier'],
  BAD_REFRESH_TOKEN: ['invalid_grant', 'missing or invalid refresh token'],
};

function refuse(context: Context, world: HubspotWorld, status: Problem): Response {
  const [error, message] = problems[status];
  const body = { status, message, error, error_description: message, correlationId: uuidOf(world) };
  return context.json(body, 400);
}

function gone(world: HubspotWorld) {
  const message = 'The v1 OAuth endpoints are no longer available. Use the date-versioned ones.';
  return { status: 'error', message, correlationId: uuidOf(world), category: 'ENDPOINT_GONE' };
}

function broken(world: HubspotWorld) {
  const correlationId = uuidOf(world);
  return { status: 'error', message: 'internal error', correlationId, category: 'INTERNAL_ERROR' };
}

function uuidOf(world: HubspotWorld): string {
  return world.settings.random.uuid();
}
