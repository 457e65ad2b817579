import type { IssueCause } from './causes.ts';

/**
 * Causes at which nobody in the operator's office is asked to decide: something failed, at the ledger
 * or with us. They are shown apart, with what support looks them up by.
 */
const failures: ReadonlySet<string> = new Set<IssueCause>([
  'ledger_keeps_failing',
  'record_unreadable',
  'request_refused',
  'unexpected',
]);

/** Of a cause that another version knew, a person is told. */
export function isFailure(cause: string): boolean {
  return failures.has(cause);
}
