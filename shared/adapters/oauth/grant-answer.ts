import * as z from 'zod/mini';
import type { GrantAnswer } from '../../ports/oauth-provider.ts';

export interface TokenResponse {
  status: number;
  headers: Headers;
  text: string;
}

export interface ReadingFacts {
  /** What a provider that names no scopes in its answer has granted (RFC 6749 section 5.1). */
  requestedScopes: string;
  nowEpochMs: number;
}

const granted = z.looseObject({
  access_token: z.string().check(z.minLength(1)),
  refresh_token: z.optional(z.string().check(z.minLength(1))),
  expires_in: z.optional(z.union([z.number(), z.string()])),
  scope: z.optional(z.string()),
});

const refused = z.looseObject({ error: z.string() });

/** Without a lifetime in the answer: the shortest of any provider that we know. */
const assumedLifetimeSeconds = 1_800;

/** What an answer without a hint is worth waiting for. */
const defaultRetryAfterSeconds = 30;
const retryAfterAtMostSeconds = 120;

/**
 * The codes of RFC 6749 section 5.2. A body of another server on the way (Rails, a proxy) may also
 * have a field `error`; its text is then none of these and says nothing about the grant.
 */
const verdicts = new Map<string, GrantAnswer>([
  ['invalid_grant', { kind: 'grant_refused' }],
  ['invalid_client', { kind: 'client_refused' }],
  requestRefusal('invalid_request'),
  requestRefusal('invalid_scope'),
  requestRefusal('unauthorized_client'),
  requestRefusal('unsupported_grant_type'),
]);

/** Says what an answer of the token endpoint means; whatever is not clearly an answer is unknown. */
export function readGrantAnswer(response: TokenResponse, facts: ReadingFacts): GrantAnswer {
  const body = parseJson(response.text);
  if (response.status === 200) return readGrant(body, facts) ?? unknown(response, facts);
  const isVerdict = response.status >= 400 && response.status < 500 && response.status !== 429;
  const parsed = refused.safeParse(body);
  const verdict = isVerdict && parsed.success ? verdicts.get(parsed.data.error) : undefined;
  return verdict ?? unknown(response, facts);
}

function readGrant(body: unknown, facts: ReadingFacts): GrantAnswer | undefined {
  const parsed = granted.safeParse(body);
  if (!parsed.success) return undefined;
  const { access_token, refresh_token, expires_in, scope } = parsed.data;
  const seconds = Number(expires_in);
  return {
    kind: 'granted',
    grant: {
      accessToken: access_token,
      refreshToken: refresh_token,
      expiresInSeconds: seconds > 0 ? Math.floor(seconds) : assumedLifetimeSeconds,
      scopes: scope ?? facts.requestedScopes,
    },
  };
}

function unknown(response: TokenResponse, facts: ReadingFacts): GrantAnswer {
  return { kind: 'unknown', retryAfterSeconds: readRetryAfter(response.headers, facts.nowEpochMs) };
}

/** Seconds to wait before asking again; what the headers say, within reason. */
export function readRetryAfter(headers: Headers, nowEpochMs: number): number {
  const told =
    readWait(headers.get('retry-after'), nowEpochMs) ??
    readWait(headers.get('ratelimit-reset'), nowEpochMs) ??
    defaultRetryAfterSeconds;
  // One second more, because the values are whole seconds and clocks differ.
  return Math.min(told + 1, retryAfterAtMostSeconds);
}

/** Rack::Attack's sample counts Reset in epoch seconds, RFC drafts in seconds from now. */
function readWait(header: string | null, nowEpochMs: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const value = Number(header);
  const nowSeconds = nowEpochMs / 1000;
  if (Number.isNaN(value)) {
    const dateSeconds = Date.parse(header) / 1000;
    return Number.isNaN(dateSeconds) ? undefined : waitUntil(dateSeconds, nowSeconds);
  }
  return value > 1_000_000_000 ? waitUntil(value, nowSeconds) : Math.max(0, Math.ceil(value));
}

function waitUntil(atSeconds: number, nowSeconds: number): number {
  return Math.max(0, Math.ceil(atSeconds - nowSeconds));
}

function requestRefusal(code: string): [string, GrantAnswer] {
  return [code, { kind: 'request_refused', code }];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Recovery: an answer that is not JSON is no answer of a token endpoint.
    return undefined;
  }
}
