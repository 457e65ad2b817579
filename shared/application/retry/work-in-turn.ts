import { DeferredError, NotConnectedError, ProviderError } from '../../domain/errors/errors.ts';

/** How long a message is to be hidden, and why. */
export interface Wait {
  reason: string;
  retryAfterSeconds: number;
}

export type TurnResult = { kind: 'done' } | ({ kind: 'deferred' } & Wait);

export const done: TurnResult = { kind: 'done' };
const notReached: TurnResult = { kind: 'deferred', reason: 'not_reached', retryAfterSeconds: 2 };

/** Works what the queue handed out of one run; what comes behind one that waits, waits too. */
export async function workInTurn<M>(
  received: readonly M[],
  work: (one: M) => Promise<TurnResult>,
): Promise<TurnResult[]> {
  const results: TurnResult[] = [];
  for (const one of received) {
    const result = await work(one);
    results.push(result);
    if (result.kind === 'deferred') break;
  }
  return received.map((_, at) => results[at] ?? notReached);
}

/** What a step of a run waits for after an error of another side. @throws what nobody foresaw. */
export function waitAfter(error: unknown, afterFailureSeconds: number): Wait {
  if (error instanceof DeferredError) {
    return { reason: error.reason, retryAfterSeconds: error.retryAfterSeconds };
  }
  // The next receive sees at the connection what is wrong.
  if (error instanceof NotConnectedError) return { reason: 'not_connected', retryAfterSeconds: 30 };
  if (error instanceof ProviderError) {
    const { provider, code } = error.failure;
    return { reason: `${provider}_${code}`, retryAfterSeconds: afterFailureSeconds };
  }
  throw error;
}
