import type { IssueCause } from '../issues/causes.ts';

/** A decision that either has a value or a cause for which a person is needed. */
export type Mapped<T> = { ok: true; value: T } | Rejected;

export interface Rejected {
  ok: false;
  cause: IssueCause;
  /** A fact for the operator: an account code, an amount, a day. Nothing personal. */
  detail: string;
}

export function mapped<T>(value: T): Mapped<T> {
  return { ok: true, value };
}

export function rejected(cause: IssueCause, detail = ''): Rejected {
  return { ok: false, cause, detail };
}
