import { ApiError, errorBody, invalidUrlParam, statusOf } from '../api/api-error.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from '../api/api-route.ts';
import { matchRoute } from '../api/api-route.ts';
import type { Operator, World } from '../core/world.ts';
import { bearerChallenge, tokenProblemTexts } from '../oauth/oauth-answer.ts';
import { readBearerToken } from '../oauth/oauth-client.ts';
import type { TokenRow } from '../oauth/oauth-store.ts';
import { isRowExpired, isRowRevoked } from '../oauth/oauth-store.ts';
import type { RememberedAnswer } from './idempotency-store.ts';

/** Version segment of the path. */
export const apiVersion = '2025-09';

/** Answers `/2025-09/*`: limiter, token, idempotency, scope, format, query, body, route. */
export async function answerApi(
  world: World,
  routes: readonly ApiRoute[],
  request: Request,
): Promise<Response> {
  const url = new URL(request.url);
  const matched = matchRoute(routes, request.method, url.pathname.slice(apiVersion.length + 1));
  const authorization = request.headers.get('authorization') ?? '';
  const token = readBearerToken(authorization, url.searchParams);
  const row = world.oauth.findByAccessToken(token);
  const operator = world.operators.get(row?.operatorSlug ?? '');
  const visit: Visit = { world, request, url, token, matched, requestId: world.random.uuid() };
  const text = await request.text();
  const response = answerVisit({ ...visit, operator, text });
  countRequest(operator, `${request.method} ${matched?.route.path ?? 'unknown'}`, response.status);
  return response;
}

interface Visit {
  readonly world: World;
  readonly request: Request;
  readonly url: URL;
  readonly token: string;
  readonly matched: ReturnType<typeof matchRoute>;
  readonly requestId: string;
}

type FullVisit = Visit & { readonly operator: Operator | undefined; readonly text: string };

/** The limiter stands in front of the application: what it rejects uses no token and no key. */
function answerVisit(visit: FullVisit): Response {
  const { world, operator } = visit;
  const nowEpochMs = world.clock.nowEpochMs();
  const rejection =
    operator === undefined ? null : world.limiter.check(operator.slug, nowEpochMs, world.settings);
  if (rejection !== null) {
    return renderError(new ApiError('too_many_requests'), visit.requestId, {
      'RateLimit-Limit': String(rejection.limit),
      'RateLimit-Reset': String(rejection.resetEpochSeconds),
    });
  }
  if (world.random.chance(world.settings.faults.gatewayErrors)) {
    return new Response('Service Unavailable', { status: 503 });
  }
  if (visit.matched === null) return renderError(new ApiError('invalid_endpoint'), visit.requestId);
  return answerApplication(visit, nowEpochMs);
}

function answerApplication(visit: FullVisit, nowEpochMs: number): Response {
  const { world, operator } = visit;
  const row = world.oauth.present(visit.token, nowEpochMs);
  const problem = findTokenProblem(row, nowEpochMs);
  if (problem !== null || row === undefined || operator === undefined) {
    return renderUnauthorized(visit, problem ?? 'unknown');
  }
  const key = visit.request.method === 'POST' ? visit.request.headers.get('idempotency-key') : null;
  const replay =
    key === null ? undefined : world.idempotency.recall(operator.slug, key, nowEpochMs);
  if (replay !== undefined) return renderRemembered(replay);
  const scope = visit.matched?.route.scope ?? '';
  const answer = runRoute(visit, { operator, token: row, nowEpochMs });
  if (key !== null) {
    world.idempotency.remember(operator.slug, key, { ...answer, storedEpochMs: nowEpochMs });
  }
  if (world.random.chance(world.settings.faults.lostAnswers)) {
    return new Response('Bad Gateway', { status: 502 });
  }
  return answer.status === 403 ? renderForbidden(visit, answer, scope) : renderRemembered(answer);
}

function runRoute(
  visit: FullVisit,
  caller: { readonly operator: Operator; readonly token: TokenRow; readonly nowEpochMs: number },
): RememberedAnswer {
  try {
    const route = visit.matched?.route;
    if (route === undefined) throw new ApiError('invalid_endpoint');
    return toRemembered(route.handle(buildCall(visit, route, caller)));
  } catch (error) {
    // Refusals become the documented envelope; anything else is a bug and must be seen as one.
    if (!(error instanceof ApiError)) throw error;
    return toRemembered({
      status: statusOf(error.code),
      json: errorBody(error, visit.requestId),
    });
  }
}

function buildCall(
  visit: FullVisit,
  route: ApiRoute,
  caller: { readonly operator: Operator; readonly token: TokenRow; readonly nowEpochMs: number },
): ApiCall {
  const { world } = visit;
  if (!caller.token.scopes.includes(route.scope)) throw new ApiError('forbidden');
  const format = readFormat(visit.request.headers.get('accept') ?? '*/*', route);
  const query = knownQuery(visit, route);
  const body = readJsonBody(visit);
  if (world.random.chance(world.settings.faults.serverErrors)) {
    throw new ApiError('internal_server_error');
  }
  if (world.random.chance(world.settings.faults.apiErrors)) throw new ApiError('api_error');
  return {
    ...caller,
    world,
    params: visit.matched?.params ?? {},
    query,
    body,
    format,
    requestId: visit.requestId,
  };
}

function readFormat(accept: string, route: ApiRoute): 'json' | 'csv' | 'pdf' {
  for (const range of accept.split(',')) {
    const type = range.split(';')[0]?.trim().toLowerCase() ?? '';
    if (['*/*', 'application/*', 'application/json', ''].includes(type)) return 'json';
    if (type === 'text/csv' && route.formats?.includes('csv')) return 'csv';
    if (type === 'application/pdf' && route.formats?.includes('pdf')) return 'pdf';
  }
  throw new ApiError('invalid_format');
}

/** The parameters that the route knows; whether others are ignored or refused is not documented. */
function knownQuery({ world, url }: FullVisit, route: ApiRoute): URLSearchParams {
  const { absent, unknownQuery } = world.settings;
  const names = ['metadata', 'access_token', ...(route.queryNames ?? [])].filter(
    (name) => !absent.query.includes(name),
  );
  const entries = [...url.searchParams];
  const stranger = entries.find(([name]) => !names.includes(name.replace(/\[.*$/, '')));
  if (unknownQuery === 'reject' && stranger !== undefined) {
    throw invalidUrlParam(stranger[0], `parameter \`${stranger[0]}\` is not known`);
  }
  return new URLSearchParams(entries.filter(([name]) => !absent.query.includes(name)));
}

function readJsonBody(visit: FullVisit): unknown {
  if (visit.request.method === 'GET' || visit.text === '') return undefined;
  const contentType = visit.request.headers.get('content-type') ?? '';
  if (!contentType.includes('json')) throw new ApiError('invalid_request');
  try {
    return JSON.parse(visit.text);
  } catch {
    // Broken JSON is the documented 400.
    throw new ApiError('invalid_request');
  }
}

function findTokenProblem(
  row: TokenRow | undefined,
  nowEpochMs: number,
): 'unknown' | 'expired' | 'revoked' | null {
  if (row === undefined) return 'unknown';
  if (isRowRevoked(row)) return 'revoked';
  return isRowExpired(row, nowEpochMs) ? 'expired' : null;
}

function renderUnauthorized(visit: FullVisit, problem: keyof typeof tokenProblemTexts): Response {
  const challenge = bearerChallenge('invalid_token', tokenProblemTexts[problem]);
  if (visit.world.settings.empty401Bodies) return emptyRefusal(401, challenge);
  return renderError(new ApiError('invalid_token'), visit.requestId, {
    'WWW-Authenticate': challenge,
  });
}

function renderForbidden(visit: FullVisit, answer: RememberedAnswer, scope: string): Response {
  const { challengeOn403, empty401Bodies } = visit.world.settings;
  const text = `Access to this resource requires scope _${scope}_.`;
  const challenge = challengeOn403 ? bearerChallenge('insufficient_scope', text) : null;
  if (empty401Bodies) return emptyRefusal(403, challenge);
  const response = renderRemembered(answer);
  if (challenge !== null) response.headers.set('WWW-Authenticate', challenge);
  return response;
}

function emptyRefusal(status: number, challenge: string | null): Response {
  const headers = new Headers({ 'Content-Type': 'text/html' });
  if (challenge !== null) headers.set('WWW-Authenticate', challenge);
  return new Response('', { status, headers });
}

function renderError(
  error: ApiError,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  const body = errorBody(error, requestId);
  return Response.json(body, { status: statusOf(error.code), headers });
}

function toRemembered(answer: ApiAnswer): RememberedAnswer {
  if ('json' in answer) {
    const text = JSON.stringify(answer.json);
    return { status: answer.status, contentType: 'application/json', text };
  }
  return answer;
}

function renderRemembered(answer: RememberedAnswer): Response {
  const headers = { 'Content-Type': answer.contentType };
  return new Response(answer.text, { status: answer.status, headers });
}

function countRequest(operator: Operator | undefined, label: string, status: number): void {
  if (operator === undefined) return;
  const known = operator.requestCounts.get(label) ?? { count: 0, byStatus: new Map() };
  known.count += 1;
  known.byStatus.set(status, (known.byStatus.get(status) ?? 0) + 1);
  operator.requestCounts.set(label, known);
}
