import { createHash } from 'node:crypto';
import { LostAnswer } from '../../common/lost-answer.ts';
import {
  type ApiAnswer,
  exceptionAnswer,
  internalErrorAnswer,
  notFoundAnswer,
  problemAnswer,
} from '../api/answers.ts';
import type { ApiCall } from '../api/api-call.ts';
import { refusedCall } from '../api/refusal-answers.ts';
import type { Book } from '../core/book.ts';
import type { XeroWorld } from '../core/world.ts';
import type { AccessToken } from '../oauth/grants.ts';
import { allowsCall } from '../oauth/scopes.ts';
import { HighVolumeError } from '../reading/high-volume.ts';
import { WhereError } from '../reading/where-filter.ts';
import { type FoundRoute, findRoute } from '../routes/route-table.ts';
import type { FaultKind } from './fault-plan.ts';
import type { StoredAnswer } from './idempotency-memory.ts';
import type { Admission, Remaining } from './rate-limiter.ts';
import { toStored } from './stored-answer.ts';

/**
 * Answers a request under /api.xro/2.0: token, organisation, scope, limits, then (once per Idempotency-Key) the call.
 * Throws LostAnswer when the simulation drops the connection.
 */
export async function answerAccounting(world: XeroWorld, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const access = authenticate(world, request);
  if (!('token' in access)) return toResponse(toStored(access, request.headers));
  const instance = world.settings.random.uuid();
  const book = connectedBook(world, access, request.headers.get('xero-tenant-id'));
  if (book === undefined)
    return refuse(request, { status: 403, detail: 'AuthenticationUnsuccessful', instance });
  const path = url.pathname.slice(basePath.length);
  if (!allowsCall(access.scopes, path.split('/')[1] ?? '', request.method)) {
    return refuse(request, { status: 401, detail: 'AuthorizationUnsuccessful', instance });
  }
  const admission = world.limiter.start(book.tenantId, world.nowEpochMs);
  if (!admission.admitted) return tooManyRequests(world, book, admission);
  try {
    const answer = await answerAdmitted(world, { request, url, book, path });
    world.count(book.slug, `${request.method} ${shortPath(path)} ${answer.status}`);
    return toResponse(answer, admission.remaining);
  } finally {
    world.limiter.finish(book.tenantId);
  }
}

const basePath = '/api.xro/2.0';
const maxBodyBytes = 3_500_000;
const maxKeyLength = 128;
/** Reported with addresses of 2,091 characters; the web server's own default. */
const maxQueryLength = 2_048;

interface Admitted {
  readonly request: Request;
  readonly url: URL;
  readonly book: Book;
  readonly path: string;
}

async function answerAdmitted(world: XeroWorld, admitted: Admitted): Promise<StoredAnswer> {
  const { request, url, path } = admitted;
  const stored = (answer: ApiAnswer): StoredAnswer => toStored(answer, request.headers);
  // The web server in front answers a long query before Xero sees it.
  if (url.search.length > maxQueryLength) return stored(notFoundAnswer);
  const found = findRoute(request.method, path);
  if (found === undefined) return stored(notFoundAnswer);
  if (found === 'method') return stored({ status: 405, body: '' });
  const body = await request.text();
  if (Buffer.byteLength(body) > maxBodyBytes) return stored(tooLarge);
  const fault = world.faults.next({ method: request.method, path: url.pathname });
  if (fault === '503-not-applied') return stored(unavailable);
  if (fault === 'timeout-not-applied') throw new LostAnswer();
  const work = async (): Promise<StoredAnswer> => {
    await world.settings.delay(world.faults.latencyMs());
    return stored(applyFault(fault, () => handle(world, { ...admitted, body, found })));
  };
  const answer = await oncePerKey(world, { ...admitted, body }, work);
  if (fault === 'timeout-applied') throw new LostAnswer();
  return answer;
}

function applyFault(fault: FaultKind | undefined, apply: () => ApiAnswer): ApiAnswer {
  if (fault === '500-not-applied') return internalErrorAnswer;
  const answer = apply();
  return fault === '500-applied' ? internalErrorAnswer : answer;
}

function handle(
  world: XeroWorld,
  asked: Admitted & { readonly body: string; readonly found: FoundRoute },
): ApiAnswer {
  const { random } = world.settings;
  const { request, url, book, body, found } = asked;
  const call: ApiCall = {
    book,
    method: request.method,
    url,
    headers: request.headers,
    body,
    parameters: found.parameters,
    stamp: { nowEpochMs: world.nowEpochMs, uuid: () => random.uuid(), user: 'Simulated app' },
    maxElements: world.settings.maxElements,
    refusals: world.refusals,
    isHighVolume: world.highVolume.has(book.slug),
  };
  const isWrite = request.method !== 'GET';
  const refusal = isWrite
    ? world.refusals.ofCall({ path: url.pathname, body: () => body })
    : undefined;
  if (refusal !== undefined) return refusedCall(refusal);
  try {
    return found.route.handle(call);
  } catch (error) {
    if (error instanceof HighVolumeError) return tooSlow(error.message);
    if (!(error instanceof WhereError)) throw error;
    // A filter that cannot be read is the caller's to mend.
    return exceptionAnswer({ number: 16, type: 'QueryParseException', message: error.message });
  }
}

async function oncePerKey(
  world: XeroWorld,
  asked: Admitted & { readonly body: string },
  work: () => Promise<StoredAnswer>,
): Promise<StoredAnswer> {
  const { request, url, book, body } = asked;
  const key = request.headers.get('idempotency-key');
  if (!key || request.method === 'GET') return work();
  if (key.length > maxKeyLength) return toStored(keyTooLong, request.headers);
  const fingerprint = createHash('sha256')
    .update([request.method, url.pathname, url.search, book.tenantId, body].join('\n'))
    .digest('hex');
  const recall = world.idempotency.recall(key, fingerprint, world.nowEpochMs);
  if (recall.kind === 'mismatch') return toStored(keyReused(key), request.headers);
  if (recall.kind === 'replay') return recall.answer;
  const answer = work();
  world.idempotency.remember(key, { fingerprint, answer }, world.nowEpochMs);
  return answer;
}

function authenticate(world: XeroWorld, request: Request): AccessToken | ApiAnswer {
  const token = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  const access = world.grants.accessToken(token);
  const instance = world.settings.random.uuid();
  if (access === undefined) {
    return problemAnswer({ status: 401, detail: 'AuthenticationUnsuccessful', instance });
  }
  if (world.nowEpochMs < access.expiresAtEpochMs) return access;
  const expired = new Date(access.expiresAtEpochMs).toISOString();
  const [year, month, day] = expired.slice(0, 10).split('-');
  const at = `${month}/${day}/${year} ${expired.slice(11, 19)}`;
  return problemAnswer({ status: 401, detail: `TokenExpired: token expired at ${at}`, instance });
}

function connectedBook(
  world: XeroWorld,
  access: AccessToken,
  tenantId: string | null,
): Book | undefined {
  const isConnected = world.grants
    .connectionsOf(access.userId)
    .some((connection) => connection.tenantId === tenantId?.toLowerCase());
  return isConnected && tenantId ? world.book(tenantId.toLowerCase()) : undefined;
}

function refuse(request: Request, problem: Parameters<typeof problemAnswer>[0]): Response {
  return toResponse(toStored(problemAnswer(problem), request.headers));
}

function tooManyRequests(
  world: XeroWorld,
  book: Book,
  refusal: Extract<Admission, { admitted: false }>,
): Response {
  world.count(book.slug, `429 ${refusal.problem}`);
  const headers = {
    'retry-after': String(refusal.retryAfterSeconds),
    'x-rate-limit-problem': refusal.problem,
  };
  return toResponse({ status: 429, headers, body: '' }, refusal.remaining);
}

function toResponse(answer: StoredAnswer, remaining?: Remaining): Response {
  const limits: Record<string, string> =
    remaining === undefined
      ? {}
      : {
          'x-minlimit-remaining': String(remaining.minute),
          'x-daylimit-remaining': String(remaining.day),
          'x-appminlimit-remaining': String(remaining.appMinute),
        };
  return new Response(answer.body, {
    status: answer.status,
    headers: { ...answer.headers, ...limits },
  });
}

function shortPath(path: string): string {
  return path.replace(/^(\/[^/]+)\/[^/]+/, '$1/:id');
}

const tooLarge: ApiAnswer = { status: 413, body: 'Request Entity Too Large' };
const unavailable: ApiAnswer = { status: 503, body: 'The Organisation is offline' };
const keyTooLong = exceptionAnswer({
  number: 10,
  type: 'ValidationException',
  message: 'Idempotency Key exceeds the maximum length of 128 characters.',
});

function tooSlow(message: string): ApiAnswer {
  return exceptionAnswer({ number: 51, type: 'HighVolumeException', message });
}

function keyReused(key: string): ApiAnswer {
  return exceptionAnswer({
    number: 10,
    type: 'ValidationException',
    message: `Idempotency Key: ${key} is used with a different request.`,
  });
}
