import { describe, expect, it } from 'vitest';
import { readGrantAnswer } from '../../../shared/adapters/oauth/grant-answer.ts';

const facts = { requestedScopes: 'asked for', nowEpochMs: Date.parse('2026-11-30T09:00:00Z') };
const nowSeconds = facts.nowEpochMs / 1000;

function read(status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readGrantAnswer({ status, headers: new Headers(headers), text }, facts);
}

describe('readGrantAnswer', () => {
  it('reads a grant', () => {
    const body = {
      access_token: 'a',
      refresh_token: 'r',
      expires_in: 7200,
      scope: 'x y',
      created_at: 1,
    };

    expect(read(200, body)).toEqual({
      kind: 'granted',
      grant: { accessToken: 'a', refreshToken: 'r', expiresInSeconds: 7200, scopes: 'x y' },
    });
  });

  it('assumes the shortest life and the scopes asked for where the answer says neither', () => {
    const answer = read(200, { access_token: 'a' });

    expect(answer).toMatchObject({ grant: { expiresInSeconds: 1800, scopes: 'asked for' } });
  });

  it.each([
    [400, { error: 'invalid_grant' }, 'grant_refused'],
    [401, { error: 'invalid_grant' }, 'grant_refused'],
    [401, { error: 'invalid_client' }, 'client_refused'],
    [400, { error: 'invalid_client' }, 'client_refused'],
    [400, { error: 'invalid_request' }, 'request_refused'],
    [400, { error: 'invalid_scope' }, 'request_refused'],
    [400, { error: 'unsupported_grant_type' }, 'request_refused'],
    [400, { error: 'unauthorized_client' }, 'request_refused'],
    // Rails' own errors have a field of the same name (Doorkeeper 5.5 on Rails 6.1).
    [400, { status: 400, error: 'Bad Request' }, 'unknown'],
    [404, { status: 404, error: 'Not Found' }, 'unknown'],
    [400, { error: 'constructor' }, 'unknown'],
    [400, { error: { code: 'invalid_grant' } }, 'unknown'],
    [400, 'invalid_grant', 'unknown'],
    [401, '', 'unknown'],
    [429, { error: 'invalid_grant' }, 'unknown'],
    [500, { error: 'invalid_grant' }, 'unknown'],
    [502, '<html>Bad Gateway</html>', 'unknown'],
    [200, '<html>Sign in</html>', 'unknown'],
    [200, { access_token: '' }, 'unknown'],
    [200, { error: 'invalid_grant' }, 'unknown'],
    [302, '', 'unknown'],
  ] as const)('takes %s %j for %s', (status, body, kind) => {
    expect(read(status, body).kind).toBe(kind);
  });

  it.each([
    [{}, 31],
    [{ 'retry-after': '7' }, 8],
    [{ 'retry-after': 'Mon, 30 Nov 2026 09:00:20 GMT' }, 21],
    [{ 'retry-after': 'soon' }, 31],
    [{ 'ratelimit-reset': String(nowSeconds + 12) }, 13],
    [{ 'ratelimit-reset': '12' }, 13],
    [{ 'ratelimit-reset': String(nowSeconds - 5) }, 1],
    [{ 'retry-after': '86400' }, 120],
  ])('waits after %j for %s seconds', (headers, seconds) => {
    expect(read(429, '', headers)).toEqual({ kind: 'unknown', retryAfterSeconds: seconds });
  });
});
