import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { CallbackDeps } from './portal-deps.ts';
import { showResult } from './result-page.tsx';
import { securityHeaders } from './security-headers.ts';
import { readSessionCookie } from './session-cookie.ts';

/** Where the browser comes back to from a provider's page: `GET /callback/{provider}`. */
export function callbackApp(deps: CallbackDeps): Hono {
  const app = new Hono();
  app.use(securityHeaders(deps.formOrigins));
  app.get('/callback/:provider', (context) => finish(context, deps));
  app.notFound((context) => showResult(context, { kind: 'unknown_provider' }, undefined));
  // The runtime around the app logs the error and answers with the request's id.
  app.onError((error) => {
    throw error;
  });
  return app;
}

async function finish(context: Context, deps: CallbackDeps) {
  const session = await deps.readSession(readSessionCookie(context));
  const result = await deps.completeAuthorization({
    provider: context.req.param('provider') ?? '',
    state: context.req.query('state'),
    code: context.req.query('code'),
    error: context.req.query('error'),
    session,
  });
  return showResult(context, result, session && (await deps.formToken(session)));
}
