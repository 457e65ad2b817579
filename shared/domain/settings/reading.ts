import { DeferredError, NotConnectedError, ProviderError } from '../errors/errors.ts';

/** What another system was asked, or why it could not be. */
export type Reading<T> =
  | { ok: true; value: T }
  | { ok: false; reason: 'not_connected' }
  | { ok: false; reason: 'busy'; retryAfterSeconds: number }
  | { ok: false; reason: 'no_answer' };

/** Undefined: it is no trouble of the other side's. */
export function unreadReason(error: unknown): Exclude<Reading<never>, { ok: true }> | undefined {
  if (error instanceof NotConnectedError) return { ok: false, reason: 'not_connected' };
  if (error instanceof DeferredError)
    return { ok: false, reason: 'busy', retryAfterSeconds: error.retryAfterSeconds };
  if (error instanceof ProviderError) return { ok: false, reason: 'no_answer' };
  return undefined;
}

/** What was read; undefined where it could not be. */
export function whatWasRead<T>(reading: Reading<T>): T | undefined {
  return reading.ok ? reading.value : undefined;
}

/** Why `system` could not be read, as a sentence for people; undefined where it was. */
export function unreadWords(reading: Reading<unknown>, system: string): string | undefined {
  if (reading.ok) return undefined;
  if (reading.reason === 'not_connected') return `${system} is not connected.`;
  if (reading.reason === 'busy')
    return `${system} takes no more calls for ${minutesOrSeconds(reading.retryAfterSeconds)}.`;
  return `${system} does not answer right now.`;
}

function minutesOrSeconds(seconds: number): string {
  return seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
}
