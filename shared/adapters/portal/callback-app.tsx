import { type Context, Hono } from 'hono';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import {
  type AuthorizationResult,
  problemWords,
} from '../../domain/portal/authorization-result.ts';
import { BackToStatus, MessagePage } from './message-page.tsx';
import { OtherAccountPage } from './other-account-page.tsx';
import type { CallbackDeps } from './portal-deps.ts';
import { securityHeaders } from './security-headers.ts';
import { readSessionCookie } from './session-cookie.ts';

/** Where the browser comes back to from a provider's page: `GET /callback/{provider}`. */
export function callbackApp(deps: CallbackDeps): Hono {
  const app = new Hono();
  app.use(securityHeaders(deps.formOrigins));
  app.get('/callback/:provider', (context) => finish(context, deps));
  app.notFound((context) => showResult(context, { kind: 'unknown_provider' }, {}));
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
  // Away from an address that holds a code, so that a reload is a reload of the status page.
  if (result.kind === 'connected') return context.redirect('/status', 303);
  const formToken = session && (await deps.formToken(session));
  return showResult(context, result, { session, formToken });
}

function showResult(
  context: Context,
  result: Exclude<AuthorizationResult, { kind: 'connected' }>,
  visit: { session?: SessionClaims | undefined; formToken?: string | undefined },
) {
  if (result.kind === 'other_account') {
    return context.html(<OtherAccountPage account={result} formToken={visit.formToken} />, 409);
  }
  const provider = 'provider' in result ? result.provider : undefined;
  const words = 'words' in result ? result.words : undefined;
  const { status, title, message } = problemWords(words ?? result.kind, provider);
  return context.html(
    <MessagePage title={title} message={message}>
      {visit.session === undefined ? null : <BackToStatus />}
    </MessagePage>,
    status,
  );
}
