import { isPutOff, ProviderError } from '../errors/errors.ts';

/** What the error of a try tells about its event, which cannot be looked up. */
export type NoteVerdict =
  /** It may have been written, now or by an earlier try under the same key: the key stays. */
  | 'unknown'
  /** This try did not reach anything; no more is known than before it. */
  | 'not_sent'
  /** The source's own error, stored under the key: no try under this key was answered with success. */
  | 'failed'
  /** Refused, and under this key never written. */
  | 'refused';

/** Who may call, and how often, is decided before the key is looked at; 409 may mean that it is at work. */
const saysNothingOfTheKey = new Set<number | undefined>([401, 403, 409, 429]);

/**
 * Judges the error of a try. Only the source itself puts a request id into an error, and stores what
 * it answered under the key. What stands in front of it (502, 503, a challenge) knows nothing of
 * an earlier try under the same key, nor always what became of this one.
 */
export function judgeFailedNote(error: unknown, isRepeat: boolean): NoteVerdict {
  if (isPutOff(error)) return 'not_sent';
  if (!(error instanceof ProviderError) || error.failure.status === undefined) return 'unknown';
  const { effect, requestId, status } = error.failure;
  if (effect === 'unknown') return requestId === undefined ? 'unknown' : 'failed';
  const isOfTheKey = requestId !== undefined && !saysNothingOfTheKey.has(status);
  return isRepeat && !isOfTheKey ? 'not_sent' : 'refused';
}
