import type { Hono } from 'hono';
import type { World } from '../core/world.ts';
import {
  answerAuthorizeDecision,
  answerAuthorizePage,
  answerSignOut,
} from './authorize-endpoint.ts';
import { answerIntrospectRequest } from './introspect-endpoint.ts';
import { answerOauth, renderFrameworkError } from './oauth-answer.ts';
import type { OauthRequest } from './oauth-params.ts';
import { readOauthRequest } from './oauth-params.ts';
import { answerRevokeRequest } from './revoke-endpoint.ts';
import { answerTokenRequest } from './token-endpoint.ts';
import { answerTokenInfoRequest } from './token-info-endpoint.ts';

/** OAuth endpoints; they carry no version and are not limited. */
export function mountOauth(app: Hono, world: World): void {
  app.get('/oauth2/authorize', (c) => answerAuthorizePage(world, c.req.raw));
  app.on(['POST', 'DELETE'], '/oauth2/authorize', (c) => answerAuthorizeDecision(world, c.req.raw));
  app.get('/oauth2/sign_out', () => answerSignOut());
  app.get('/oauth2/token/info', (c) =>
    answerOauth(async () => answerTokenInfoRequest(world, c.req.raw)),
  );
  app.post('/oauth2/token', (c) => answerToken(world, c.req.raw));
  app.post('/oauth2/revoke', (c) => answerForm(world, c.req.raw, answerRevokeRequest));
  app.post('/oauth2/introspect', (c) => answerForm(world, c.req.raw, answerIntrospectRequest));
  app.all('/oauth2/*', () => renderFrameworkError(404));
}

type FormEndpoint = (world: World, request: OauthRequest) => Response;

function answerForm(world: World, request: Request, endpoint: FormEndpoint): Promise<Response> {
  return answerOauth(async () => endpoint(world, await readOauthRequest(request)));
}

/** A lost answer hides only what took effect. */
async function answerToken(world: World, request: Request): Promise<Response> {
  const response = await answerForm(world, request, answerTokenRequest);
  const isLost = response.ok && world.random.chance(world.settings.faults.lostTokenAnswers);
  return isLost ? new Response('Bad Gateway', { status: 502 }) : response;
}
