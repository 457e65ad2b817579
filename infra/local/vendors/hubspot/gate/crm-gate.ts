import { LostAnswer } from '../../common/lost-answer.ts';
import { type ApiAnswer, errorAnswer } from '../api/answers.ts';
import type { Account } from '../core/account.ts';
import { type ObjectType, objectTypeOf } from '../core/object-types.ts';
import type { HubspotWorld } from '../core/world.ts';
import { notFound } from '../crm/refusal.ts';
import type { AccessToken } from '../oauth/grants.ts';
import { type FoundRoute, findRoute } from '../routes/route-table.ts';
import type { FaultKind } from './fault-plan.ts';
import {
  expiredToken,
  limited,
  missingScopes,
  proxyError,
  uninstalled,
  unknownToken,
} from './gate-answers.ts';
import { type Admission, intervalMs } from './rate-limiter.ts';

/**
 * Answers a call with an access token: token, installation, route, version, scope, limits, faults, then the call.
 * Throws LostAnswer when the simulation drops the connection.
 */
export async function answerCrm(world: HubspotWorld, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const access = authenticate(world, request);
  if (!('token' in access)) return toResponse(access);
  const account = world.account(access.hubId);
  if (account === undefined || access.isEnded)
    return toResponse(uninstalled(world.behaviour.uninstalledStatus, uuidOf(world)));
  const found = routeOf(world, request.method, url.pathname);
  if (!('route' in found)) return toResponse(found);
  const scopes = found.route.scopes(found.type);
  if (scopes.length > 0 && !scopes.some((scope) => access.scopes.includes(scope)))
    return toResponse(missingScopes(scopes, uuidOf(world)));
  const isSearch = found.route.isSearch === true;
  const admission = world.limiter.start(account.facts.hubId, {
    isSearch,
    nowEpochMs: world.nowEpochMs,
  });
  const answer = await answerAdmitted(world, { request, url, account, found, admission });
  const label = `${request.method} ${shortPath(url.pathname)} ${answer.status}`;
  world.count(account.facts.slug, label);
  return toResponse(answer, isSearch ? {} : limitHeaders(world, admission));
}

type Found = FoundRoute & { readonly type: ObjectType };

interface Admitted {
  readonly request: Request;
  readonly url: URL;
  readonly account: Account;
  readonly found: Found;
  readonly admission: Admission;
}

function routeOf(world: HubspotWorld, method: string, path: string): Found | ApiAnswer {
  const found = findRoute(method, path);
  if (found === 'method') return { status: 405, body: '' };
  if (found === undefined || !world.isVersion(found.version))
    return errorAnswer(notFound, uuidOf(world));
  const [first = '', second = ''] = found.parameters;
  const namesType = found.route.path.includes('/:type');
  const type = namesType ? objectTypeOf(first) : 'contact';
  const isFit = !found.route.path.includes('/:to/') || objectTypeOf(second) !== undefined;
  if (type !== undefined && isFit) return { ...found, type };
  const message = `Unable to infer object type from: ${type === undefined ? first : second}`;
  return errorAnswer({ status: 400, category: 'VALIDATION_ERROR', message }, uuidOf(world));
}

async function answerAdmitted(world: HubspotWorld, admitted: Admitted): Promise<ApiAnswer> {
  const { request, url, admission } = admitted;
  if (!admission.admitted) return tooMany(world, admission);
  const body = await request.text();
  const fault = world.faults.next({ method: request.method, path: url.pathname });
  const early = beforeCall(world, fault);
  if (early !== undefined) return early;
  await world.settings.delay(world.faults.latencyMs());
  const answer = handle(world, { ...admitted, body, failsOne: fault === 'partial' });
  if (fault === 'timeout-applied') throw new LostAnswer();
  if (fault === '500-applied') return internalError(world);
  return fault === '504-applied' ? proxyError(504) : answer;
}

function beforeCall(world: HubspotWorld, fault: FaultKind | undefined): ApiAnswer | undefined {
  if (fault === 'timeout-not-applied') throw new LostAnswer();
  if (fault === '500-not-applied') return internalError(world);
  if (fault === '502-not-applied') return proxyError(502);
  if (fault === '503-not-applied') return proxyError(503);
  if (fault === '504-not-applied') return proxyError(504);
  return fault === 'daily' ? limited('DAILY', uuidOf(world)) : undefined;
}

function handle(
  world: HubspotWorld,
  asked: Admitted & { readonly body: string; readonly failsOne: boolean },
): ApiAnswer {
  const { url, account, body, found, failsOne } = asked;
  return found.route.handle({
    account,
    url,
    body,
    parameters: found.parameters,
    nowEpochMs: world.nowEpochMs,
    uuid: () => uuidOf(world),
    appId: world.settings.appId,
    behaviour: world.behaviour,
    uninstall: () => world.grants.uninstall(account.facts.hubId),
    failsOne,
  });
}

function authenticate(world: HubspotWorld, request: Request): AccessToken | ApiAnswer {
  const token = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  const access = world.grants.accessToken(token);
  if (access === undefined) return unknownToken(uuidOf(world));
  const lateMs = world.nowEpochMs - access.expiresAtEpochMs;
  return lateMs < 0 ? access : expiredToken(lateMs, { access, uuid: uuidOf(world) });
}

function tooMany(
  world: HubspotWorld,
  admission: Extract<Admission, { admitted: false }>,
): ApiAnswer {
  const answer = limited(admission.policy, uuidOf(world));
  if (!world.limiter.settings.sendsRetryAfter) return answer;
  return { ...answer, headers: { 'retry-after': String(admission.retryAfterSeconds) } };
}

function internalError(world: HubspotWorld): ApiAnswer {
  return errorAnswer(
    { status: 500, category: 'INTERNAL_ERROR', message: 'internal error' },
    uuidOf(world),
  );
}

function limitHeaders(world: HubspotWorld, { remaining }: Admission): Record<string, string> {
  return {
    'x-hubspot-ratelimit-max': String(world.limiter.settings.perTenSeconds),
    'x-hubspot-ratelimit-remaining': String(remaining),
    'x-hubspot-ratelimit-interval-milliseconds': String(intervalMs),
  };
}

function toResponse(answer: ApiAnswer, headers: Readonly<Record<string, string>> = {}): Response {
  const { status, body } = answer;
  const all = { ...headers, ...answer.headers };
  if (body === undefined) return new Response(null, { status, headers: all });
  const isText = typeof body === 'string';
  const type = isText ? 'text/html; charset=utf-8' : 'application/json;charset=utf-8';
  return new Response(isText ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': type, ...all },
  });
}

function shortPath(path: string): string {
  return path.replace(/\/\d{4}-\d{2}(?=\/|$)/, '').replace(/\/[^/]*(\d{6,}|@)[^/]*$/, '/:id');
}

function uuidOf(world: HubspotWorld): string {
  return world.settings.random.uuid();
}
