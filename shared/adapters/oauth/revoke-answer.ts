import type { RevokeAnswer } from '../../ports/oauth-provider.ts';
import { readRetryAfter } from './grant-answer.ts';

/**
 * Says what an answer of the revocation endpoint means. A wrong client is told 400, 401 or 403,
 * by the kind of server: nothing but our credentials can be wrong with a request this small.
 */
export function readRevokeAnswer(
  response: { status: number; headers: Headers },
  nowEpochMs: number,
): RevokeAnswer {
  const { status, headers } = response;
  if (status >= 200 && status < 300) return { kind: 'answered' };
  if ([400, 401, 403].includes(status)) return { kind: 'client_refused' };
  return { kind: 'unknown', retryAfterSeconds: readRetryAfter(headers, nowEpochMs) };
}
