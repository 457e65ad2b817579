import type { Operator, World } from '../core/world.ts';
import { renderConsentPage, renderOauthProblemPage } from './authorize-page.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import { checkAuthorizeRequest, hasMatchingGrant } from './authorize-request.ts';
import type { BrowserSession } from './oauth-store.ts';
import { addQuery } from './redirect-uri.ts';

/** GET /oauth2/authorize: consent page, error page (status 200) or, when known, a code at once. */
export async function answerAuthorizePage(world: World, request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const checked = checkAuthorizeRequest(world, searchParams);
  if (!checked.ok) return htmlAnswer(await renderOauthProblemPage(checked.problem));
  const session = findSession(world, request) ?? world.oauth.openSession();
  const operator = world.operators.get(session.operatorSlug ?? '');
  if (operator !== undefined && isConsentKnown(world, checked.request, operator)) {
    return redirectWithCode(world, checked.request, operator);
  }
  const page = renderConsentPage({
    request: checked.request,
    params: searchParams,
    authenticityToken: session.authenticityToken,
    operators: [...world.operators.values()],
    signedInSlug: session.operatorSlug,
  });
  return htmlAnswer(await page, { 'Set-Cookie': `${cookieName}=${session.id}; ${cookieFlags}` });
}

/** POST /oauth2/authorize: approve, or deny with `_method=delete`; 422 without the CSRF token. */
export async function answerAuthorizeDecision(world: World, request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  const session = findSession(world, request);
  if (session === undefined || form.get('authenticity_token') !== session.authenticityToken) {
    return htmlAnswer(await renderOauthProblemPage('The change you wanted was rejected.'), {}, 422);
  }
  const checked = checkAuthorizeRequest(world, form);
  if (!checked.ok) return htmlAnswer(await renderOauthProblemPage(checked.problem));
  const isDenied = form.get('_method') === 'delete' || request.method === 'DELETE';
  if (isDenied) return redirectDenied(checked.request);
  const operator = world.operators.get(form.get('operator') ?? '');
  if (operator === undefined) {
    return htmlAnswer(await renderOauthProblemPage('Choose which operator signs in.'));
  }
  session.operatorSlug = operator.slug;
  return redirectWithCode(world, checked.request, operator);
}

/** Ends the browser's session, so that the next visit asks for consent again. */
export function answerSignOut(): Response {
  return new Response('Signed out.', {
    headers: { 'Set-Cookie': `${cookieName}=; Max-Age=0; ${cookieFlags}` },
  });
}

const cookieName = 'stora_sandbox_session';
const cookieFlags = 'Path=/; HttpOnly; SameSite=Lax';

function isConsentKnown(world: World, request: AuthorizeRequest, operator: Operator): boolean {
  return world.settings.skipRepeatedConsent && hasMatchingGrant(world, request, operator.slug);
}

function findSession(world: World, request: Request): BrowserSession | undefined {
  const cookies = request.headers.get('cookie') ?? '';
  const id = cookies.split('; ').find((cookie) => cookie.startsWith(`${cookieName}=`));
  return world.oauth.findSession(id?.slice(cookieName.length + 1) ?? '');
}

function redirectWithCode(world: World, request: AuthorizeRequest, operator: Operator): Response {
  const { code } = world.oauth.issueCode({
    clientId: request.application.clientId,
    operatorSlug: operator.slug,
    scopes: request.scopes,
    redirectUri: request.redirectUri,
    codeChallenge: request.codeChallenge,
    codeChallengeMethod: request.codeChallengeMethod,
    createdEpochMs: world.clock.nowEpochMs(),
    expiresInSeconds: world.settings.codeTtlSeconds,
  });
  return redirectTo(request, { code });
}

function redirectDenied(request: AuthorizeRequest): Response {
  return redirectTo(request, {
    error: 'access_denied',
    error_description: 'The resource owner or authorization server denied the request.',
  });
}

function redirectTo(request: AuthorizeRequest, params: Record<string, string>): Response {
  const withState = request.state === '' ? params : { ...params, state: request.state };
  const location = addQuery(request.redirectUri, withState);
  return new Response(null, { status: 302, headers: { Location: location } });
}

function htmlAnswer(
  page: { toString(): string },
  headers: Record<string, string> = {},
  status = 200,
): Response {
  return new Response(page.toString(), {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers },
  });
}
