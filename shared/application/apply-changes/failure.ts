import type { ChangeMessage } from '../../contracts/messages.ts';
import { DeferredError, NotConnectedError, ProviderError } from '../../domain/errors/errors.ts';
import type { IssueCause } from '../../domain/issues/causes.ts';
import { backoffSeconds } from '../../domain/retry/backoff.ts';
import { triesAtMost } from '../../domain/retry/tries.ts';
import { type TriedMessage, unforeseenReason } from '../retry/work-counted.ts';

/** What a failure of the whole batch means for the changes that are not done yet. */
export type Failure =
  | { kind: 'defer'; reason: string; retryAfterSeconds: number }
  | { kind: 'park'; reason: string; cause: IssueCause; detail: string }
  | {
      kind: 'unforeseen';
      reason: string;
      retryAfterSeconds: number;
      isLastTry: boolean;
      cause: IssueCause;
      detail: string;
    };

/** A dead grant rests until the operator connects again; asking more often would only cost. */
const reconnectRetrySeconds = 900;
/** After a day of failures of the other side a person should know. */
const retryWindowMs = 24 * 3_600_000;

interface FailureContext {
  received: Array<TriedMessage<ChangeMessage>>;
  nowEpochMs: number;
}

/** An error nobody foresaw is tried a few times, since most are passing, and then shown. */
export function failureOf(error: unknown, context: FailureContext): Failure {
  if (error instanceof DeferredError) {
    return { kind: 'defer', reason: error.reason, retryAfterSeconds: error.retryAfterSeconds };
  }
  if (error instanceof NotConnectedError) {
    return { kind: 'defer', reason: 'needs_reconnect', retryAfterSeconds: reconnectRetrySeconds };
  }
  if (error instanceof ProviderError) return providerFailure(error, context);
  const tries = Math.max(1, ...context.received.map((one) => one.tries));
  return {
    kind: 'unforeseen',
    reason: unforeseenReason,
    retryAfterSeconds: backoffSeconds(tries),
    isLastTry: tries >= triesAtMost,
    cause: 'unexpected',
    detail: '',
  };
}

function providerFailure(error: ProviderError, context: FailureContext): Failure {
  const { code, status, canRetryHelp } = error.failure;
  const reason = `${error.failure.provider}_${code}`;
  const isOld = context.received.some(
    ({ message }) => context.nowEpochMs - Date.parse(message.receivedAt) > retryWindowMs,
  );
  if (canRetryHelp && !isOld) {
    const receives = Math.max(1, ...context.received.map(({ receiveCount }) => receiveCount));
    return { kind: 'defer', reason, retryAfterSeconds: backoffSeconds(receives) };
  }
  if (status === 403) return { kind: 'park', reason, cause: 'permission_missing', detail: '' };
  return {
    kind: 'park',
    reason,
    cause: canRetryHelp ? 'unexpected' : 'ledger_rejected',
    detail: '',
  };
}
