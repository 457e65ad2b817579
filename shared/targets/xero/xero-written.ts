import type { Written } from '../../ports/writes.ts';

export function mapWritten<A, B>(written: Written<A>, map: (value: A) => B): Written<B> {
  return written.ok ? { ok: true, value: map(written.value) } : written;
}

/** The ledger said nothing of an element; the same as a refusal without a reason. */
export const unanswered = { ok: false, cause: 'ledger_rejected', detail: '' } as const;

/** The answer for the one element of a call. */
export function only<T>(written: Array<Written<T>>): Written<T> {
  return written[0] ?? unanswered;
}
