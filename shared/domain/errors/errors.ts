import type { Provider, Target } from '../../contracts/ids.ts';

/** Whether the effect of a failed call may have happened. */
export type EffectKnowledge = 'not_applied' | 'unknown';

/** Nothing is wrong, it is only too early: the work comes back by itself after the wait. */
export class DeferredError extends Error {
  override readonly name = 'DeferredError';
  readonly retryAfterSeconds: number;
  readonly reason: string;

  constructor(reason: string, retryAfterSeconds: number) {
    super(`Deferred for ${retryAfterSeconds} s: ${reason}.`);
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** There is no live grant for this provider: only the operator can mend that, by connecting again. */
export class NotConnectedError extends Error {
  override readonly name = 'NotConnectedError';
  readonly provider: Provider;
  readonly status: 'absent' | 'needs_reconnect' | 'disconnected';

  constructor(provider: Provider, status: NotConnectedError['status']) {
    super(`No live connection to ${provider} (${status}).`);
    this.provider = provider;
    this.status = status;
  }
}

/** Changes of the operator stand aside: whatever comes later goes behind them. */
export class BehindAsideError extends Error {
  override readonly name = 'BehindAsideError';

  constructor() {
    super('Others stand aside and come first.');
  }
}

/** Nothing is posted to this target until a person switches it on. */
export class SwitchedOffError extends Error {
  override readonly name = 'SwitchedOffError';

  constructor(target: Target) {
    super(`Posting to ${target} is switched off.`);
  }
}

export interface ProviderFailure {
  provider: Provider;
  /** HTTP status; undefined when no answer came. */
  status: number | undefined;
  code: string;
  canRetryHelp: boolean;
  effect: EffectKnowledge;
  /** The vendor's id of the request, for its support. */
  requestId?: string | undefined;
}

/** A provider refused or failed a call as a whole. Carries no body: bodies hold personal data. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly failure: ProviderFailure;

  constructor(failure: ProviderFailure, options?: { cause?: unknown }) {
    super(
      `${failure.provider} answered ${failure.status ?? 'nothing'} (${failure.code}${
        failure.requestId ? `, request ${failure.requestId}` : ''
      }).`,
      options,
    );
    this.failure = failure;
  }
}

/**
 * A ciphertext does not open where it stands: it was sealed for another operator, provider, epoch or
 * purpose, or it is no ciphertext of ours. Only connecting anew helps.
 */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/** A queue took some messages of several only. What they stand for is kept elsewhere, or is sent again. */
export class NotSentError extends Error {
  override readonly name = 'NotSentError';
  /** Positions of those that it did not take. */
  readonly positions: readonly number[];

  constructor(positions: readonly number[]) {
    super(`${positions.length} messages were not taken by their queue.`);
    this.positions = positions;
  }
}

/** Whether an error is the other side's, or of the way there, and no fault of ours. */
export function isOfOtherSide(
  error: unknown,
): error is ProviderError | DeferredError | NotConnectedError {
  return error instanceof ProviderError || isPutOff(error);
}

/** Whether nothing was sent: it waits for its turn, or for a connection, and goes on by itself. */
export function isPutOff(error: unknown): error is DeferredError | NotConnectedError {
  return error instanceof DeferredError || error instanceof NotConnectedError;
}
