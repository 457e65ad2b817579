import { describe, expect, it } from 'vitest';
import { readRevokeAnswer } from '../../../shared/adapters/oauth/revoke-answer.ts';

const now = Date.parse('2026-11-30T09:00:00.000Z');
const read = (status: number, headers: Record<string, string> = {}) =>
  readRevokeAnswer({ status, headers: new Headers(headers) }, now);

describe('readRevokeAnswer', () => {
  it.each([200, 204])('takes %s for an answer', (status) => {
    expect(read(status)).toEqual({ kind: 'answered' });
  });

  it.each([400, 401, 403])('takes %s for a refusal of our own credentials', (status) => {
    expect(read(status)).toEqual({ kind: 'client_refused' });
  });

  it('waits as long as it is told after 429, and a while after everything else', () => {
    expect(read(429, { 'retry-after': '7' })).toEqual({ kind: 'unknown', retryAfterSeconds: 8 });
    expect(read(503)).toEqual({ kind: 'unknown', retryAfterSeconds: 31 });
    expect(read(302).kind).toBe('unknown');
  });
});
