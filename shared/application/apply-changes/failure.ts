import type { ChangeMessage } from '../../contracts/messages.ts';
import {
  BehindAsideError,
  DeferredError,
  NotConnectedError,
  ProviderError,
  SwitchedOffError,
} from '../../domain/errors/errors.ts';
import type { IssueCause } from '../../domain/issues/causes.ts';
import { refusedByTarget } from '../../domain/issues/refused-by-target.ts';
import { backoffSeconds } from '../../domain/retry/backoff.ts';
import { reconnectWaitSeconds } from '../../domain/retry/reconnect-wait.ts';
import { triesAtMost, type Wait } from '../../domain/retry/tries.ts';
import { sourceName } from '../../source/source-name.ts';
import { type TriedMessage, unforeseenReason } from '../retry/work-counted.ts';

/** What an error means for the changes that its try left open. */
export type Failure =
  | { kind: 'wait'; reason: string; retryAfterSeconds: number; wait?: Wait }
  /** Only a person ends the wait, or they come behind such ones: it is no place on the queue. */
  | { kind: 'aside'; reason: string }
  | { kind: 'park'; reason: string; cause: IssueCause; detail: string }
  | {
      kind: 'unforeseen';
      reason: string;
      retryAfterSeconds: number;
      isLastTry: boolean;
      cause: IssueCause;
      detail: string;
    };

/** After a day of failures of the other side a person should know. Waiting for anything else is none. */
const retryWindowMs = 24 * 3_600_000;

interface FailureContext {
  /** What the try left open. */
  received: Array<TriedMessage<ChangeMessage>>;
  nowEpochMs: number;
}

/** An error nobody foresaw is tried a few times, since most are passing, and then shown. */
export function failureOf(error: unknown, context: FailureContext): Failure {
  if (error instanceof DeferredError) {
    return { kind: 'wait', reason: error.reason, retryAfterSeconds: error.retryAfterSeconds };
  }
  if (error instanceof BehindAsideError) return { kind: 'aside', reason: 'behind_aside' };
  if (error instanceof SwitchedOffError) return { kind: 'aside', reason: 'switched_off' };
  if (error instanceof NotConnectedError && error.status === 'needs_reconnect')
    return { kind: 'aside', reason: 'needs_reconnect' };
  if (error instanceof NotConnectedError) {
    const rests = Math.max(0, ...context.received.map((one) => one.rests));
    const retryAfterSeconds = reconnectWaitSeconds(rests);
    return { kind: 'wait', reason: 'needs_reconnect', retryAfterSeconds, wait: 'reconnect' };
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

/** By which the provider's support finds the call. */
export function requestIdOf(error: unknown): string | undefined {
  return error instanceof ProviderError ? error.failure.requestId : undefined;
}

function providerFailure(error: ProviderError, context: FailureContext): Failure {
  const { code, status, canRetryHelp } = error.failure;
  const reason = `${error.failure.provider}_${code}`;
  const isOld = context.received.some(
    ({ failingSinceEpochMs = context.nowEpochMs }) =>
      context.nowEpochMs - failingSinceEpochMs > retryWindowMs,
  );
  if (canRetryHelp && !isOld) {
    const failures = Math.max(0, ...context.received.map((one) => one.failures));
    const retryAfterSeconds = backoffSeconds(failures + 1);
    return { kind: 'wait', reason, retryAfterSeconds, wait: 'failure' };
  }
  if (status === 403) return { kind: 'park', reason, cause: 'permission_missing', detail: '' };
  if (canRetryHelp) return { kind: 'park', reason, cause: 'unexpected', detail: '' };
  return { kind: 'park', reason, ...refusalOf(error) };
}

/** Who refused for good: the target the record, or the source to tell of it. */
function refusalOf({ failure }: ProviderError): { cause: IssueCause; detail: string } {
  if (failure.provider !== sourceName) return { cause: refusedByTarget.rejected, detail: '' };
  const { code } = failure;
  return code === 'unreadable_answer'
    ? { cause: 'record_unreadable', detail: '' }
    : { cause: 'unexpected', detail: `the source answered ${code}` };
}
