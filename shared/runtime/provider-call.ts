import type { Provider } from '../contracts/ids.ts';
import { DeferredError, ProviderError } from '../domain/errors/errors.ts';
import type { AccessToken, AccessTokens } from '../ports/access-tokens.ts';
import type { Clock } from '../ports/clock.ts';
import type { Lane, Pacer } from '../ports/pacer.ts';
import { providerManifests } from '../targets/provider-manifests.ts';

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
  /** The company that the request is for; absent: whichever the parts are for. */
  accountId?: string;
  /** Header in which the provider wants the id of the company to act in. */
  accountHeader?: string;
  /** Too late to leave after that: what it was decided on may be out of date. */
  sendBeforeEpochMs?: number;
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
 * From the reading of the token on. A process that stood still while it waited for its slot may find
 * the connection ended: as long as a call may be under way, but no longer, one may still begin.
 */
const tokenGoodForMs = callTimeoutMs - 1_000;

type TokenRead = AccessToken & { readAtEpochMs: number };

/** The same answer may come right after the store was written: as soon as that, it is asked anew. */
const replacedRetrySeconds = 2;

/** A fresh token that is refused passes by itself, or the next refresh tells that the grant is dead. */
const rejectedRetrySeconds = 30;

/**
 * One call of a provider's API in an operator's name: paced, authorised, with one retry after a 401.
 * Under an idempotency key the 401 may be stored: the retry is the caller's then, under a new key.
 * Returns every answer but 401 and 429; what the rest means is the caller's to say. A 403 says that
 * the call is not allowed: the provider was asked whether it still lets us in at all.
 * @throws DeferredError on 429 (the operator is blocked until the time told), after the 401 of a keyed
 *   call, when another token is there, and when it is too late; nothing was applied then.
 *   NotConnectedError when the grant is dead or the company was taken out at the provider,
 *   ProviderError with effect 'unknown' when no answer came.
 */
export async function callProvider(
  request: CallRequest,
  parts: ProviderCallParts,
): Promise<CallAnswer> {
  const key = { operatorId: parts.operatorId, provider: parts.provider };
  const token = await readToken(request, parts, () => parts.tokens.get(key));
  const first = await send(request, token, parts);
  if (!isRefusal(first)) return first;
  // Asking and refreshing may take long: slots that were taken ahead must not keep other workers waiting.
  await parts.pacer.flush(parts.operatorId);
  if (isNotAllowed(first, parts)) {
    const verdict = await parts.tokens.judgeRefusal(key, token);
    if (verdict === 'stands') return { ...first, status: 403 };
    if (verdict === 'replaced') throw new DeferredError('token_replaced', replacedRetrySeconds);
  }
  // Rotation elsewhere kills a token before its time: a newer one decides whether the grant is dead.
  const repeat = { ...request, accountId: token.accountId };
  const newer = await readToken(repeat, parts, () => parts.tokens.replaceRejected(key, token));
  if (isKeyed(request)) {
    // The repeat begins with a 401 again where the company is what was taken out.
    await parts.tokens.judgeRefusal(key, newer);
    throw new DeferredError('token_replaced', replacedRetrySeconds);
  }
  const second = await send(repeat, newer, parts);
  return isRefusal(second) ? judgeSecond(second, newer, parts) : second;
}

/** Neither does a newer token help: whether it is the company, the call or the moment. */
async function judgeSecond(
  second: CallAnswer,
  newer: AccessToken,
  parts: ProviderCallParts,
): Promise<CallAnswer> {
  const key = { operatorId: parts.operatorId, provider: parts.provider };
  const verdict = await parts.tokens.judgeRefusal(key, newer);
  if (verdict === 'stands' && isNotAllowed(second, parts)) return { ...second, status: 403 };
  if (verdict === 'replaced') throw new DeferredError('token_replaced', replacedRetrySeconds);
  throw new DeferredError('token_rejected', rejectedRetrySeconds);
}

function isRefusal({ status }: CallAnswer): boolean {
  return status === 401 || status === 403;
}

/** About the call, not about the token: RFC 6750 tells it with this code, some in a word of their own. */
function isNotAllowed(
  { status, headers, text }: CallAnswer,
  { provider }: ProviderCallParts,
): boolean {
  const challenge = headers.get('www-authenticate') ?? '';
  const { callRefusedWord } = providerManifests[provider];
  return (
    status === 403 ||
    (callRefusedWord !== undefined && text.includes(callRefusedWord)) ||
    challenge.includes('insufficient_scope')
  );
}

/** With the instant in which the reading of its row began: what it shows may be as old as that. */
async function readToken(
  request: CallRequest,
  { clock, accountId }: ProviderCallParts,
  read: () => Promise<AccessToken>,
): Promise<TokenRead> {
  const askedAtEpochMs = clock.nowEpochMs();
  const token = await read();
  // What was prepared for one company must not go out under another one's token.
  const isSwitched = (request.accountId ?? accountId ?? token.accountId) !== token.accountId;
  if (isSwitched) throw new DeferredError('account_switched', 5);
  return { ...token, readAtEpochMs: token.readAtEpochMs ?? askedAtEpochMs };
}

async function send(
  request: CallRequest,
  token: TokenRead,
  parts: ProviderCallParts,
): Promise<CallAnswer> {
  const { operatorId, provider, lane, pacer } = parts;
  const call = { operatorId, provider, lane };
  const sendBeforeEpochMs = Math.min(
    request.sendBeforeEpochMs ?? Number.POSITIVE_INFINITY,
    token.readAtEpochMs + tokenGoodForMs,
  );
  let blockedUntilEpochMs: number | undefined;
  const answer = await pacer.run(call, async () => {
    const received = await fetchOnce({ ...request, sendBeforeEpochMs }, token, parts);
    blockedUntilEpochMs = pacer.answered(call, {
      status: received.status,
      header: (name) => received.headers.get(name) ?? undefined,
      isKeyed: isKeyed(request),
    });
    return received;
  });
  if (blockedUntilEpochMs !== undefined) await defer(blockedUntilEpochMs, parts);
  return answer;
}

function isKeyed(request: CallRequest): boolean {
  return new Headers(request.headers).has('idempotency-key');
}

async function fetchOnce(
  request: CallRequest & { sendBeforeEpochMs: number },
  token: AccessToken,
  parts: ProviderCallParts,
): Promise<CallAnswer> {
  if (parts.clock.nowEpochMs() > request.sendBeforeEpochMs) throw new DeferredError('overtaken', 2);
  try {
    const response = await parts.fetch(request.url, {
      method: request.method,
      headers: {
        accept: 'application/json',
        ...request.headers,
        ...(request.accountHeader ? { [request.accountHeader]: token.accountId } : {}),
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

async function defer(untilEpochMs: number, parts: ProviderCallParts): Promise<never> {
  const { operatorId, provider, pacer, clock } = parts;
  await pacer.block(operatorId, provider, untilEpochMs);
  const waitMs = untilEpochMs - clock.nowEpochMs();
  // Rounded down: the rest is slept inside.
  throw new DeferredError('rate_limited', Math.max(1, Math.floor(waitMs / 1_000)));
}
