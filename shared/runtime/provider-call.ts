import type { Provider } from '../contracts/ids.ts';
import { DeferredError, NotConnectedError, ProviderError } from '../domain/errors/errors.ts';
import { blockedUntil } from '../domain/pacing/rate-headers.ts';
import type { AccessToken, AccessTokens } from '../ports/access-tokens.ts';
import type { Clock } from '../ports/clock.ts';
import type { Lane, Pacer } from '../ports/pacer.ts';

export interface ProviderCallParts {
  provider: Provider;
  operatorId: string;
  /** Only in this company's name; absent: whichever is connected. */
  accountId?: string;
  lane: Lane;
  tokens: AccessTokens;
  pacer: Pacer;
  clock: Clock;
  fetch: typeof fetch;
}

export interface CallRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  /** JSON text; the very bytes that are sent. */
  body?: string;
}

export interface CallAnswer {
  status: number;
  headers: Headers;
  text: string;
  token: AccessToken;
}

/** Below the worker's own time-out, above the slowest answers seen of either provider. */
const callTimeoutMs = 25_000;

/**
 * One call of a provider's API in an operator's name: paced, authorised, with one retry after a 401.
 * Returns every answer but 401 and 429; what the rest means is the caller's to say.
 * @throws DeferredError on 429 (the operator is blocked until the time told), NotConnectedError when
 *   the grant is dead, ProviderError with effect 'unknown' when no answer came.
 */
export async function callProvider(
  request: CallRequest,
  parts: ProviderCallParts,
): Promise<CallAnswer> {
  const key = { operatorId: parts.operatorId, provider: parts.provider };
  const token = await parts.tokens.get(key);
  const first = await send(request, token, parts);
  if (first.status !== 401) return first;
  // Rotation elsewhere kills a token before its time: a newer one decides whether the grant is dead.
  const newer = await parts.tokens.replaceRejected(key, token);
  const second = await send(request, newer, parts);
  if (second.status === 401) throw new NotConnectedError(parts.provider, 'needs_reconnect');
  return second;
}

async function send(
  request: CallRequest,
  token: AccessToken,
  parts: ProviderCallParts,
): Promise<CallAnswer> {
  const { operatorId, provider, lane } = parts;
  const answer = await parts.pacer.run({ operatorId, provider, lane }, () =>
    fetchOnce(request, token, parts),
  );
  if (answer.status === 429) await deferByHeaders(answer, parts);
  return answer;
}

async function fetchOnce(
  request: CallRequest,
  token: AccessToken,
  parts: ProviderCallParts,
): Promise<CallAnswer> {
  try {
    const response = await parts.fetch(request.url, {
      method: request.method,
      headers: {
        accept: 'application/json',
        ...request.headers,
        authorization: `Bearer ${token.value}`,
      },
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: 'error',
      signal: AbortSignal.timeout(callTimeoutMs),
    });
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      token,
    };
  } catch (error) {
    // Recovery: the caller looks the effect up before it sends again. The cause carries no headers.
    throw new ProviderError(
      {
        provider: parts.provider,
        status: undefined,
        code: 'no_answer',
        canRetryHelp: true,
        effect: 'unknown',
      },
      { cause: error instanceof Error ? new Error(error.name) : undefined },
    );
  }
}

async function deferByHeaders(answer: CallAnswer, parts: ProviderCallParts): Promise<never> {
  const now = parts.clock.nowEpochMs();
  const until = blockedUntil(
    {
      reset: answer.headers.get('ratelimit-reset') ?? undefined,
      retryAfter: answer.headers.get('retry-after') ?? undefined,
    },
    now,
  );
  await parts.pacer.block(parts.operatorId, parts.provider, until);
  throw new DeferredError('rate_limited', Math.ceil((until - now) / 1_000));
}
