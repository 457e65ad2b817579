import type { IssueCause } from '../../../shared/domain/issues/causes.ts';

/**
 * Where it stood: on the element of a good answer; in a validation exception, as its message alone, as
 * XML, as the gateway's problem details, or as nothing but text.
 */
export type WordingForm = 'element' | 'call' | 'text' | 'xml' | 'problem' | 'plain';

/** What Xero's accounting API really answered somebody; names of persons are made up. */
export interface RealWording {
  wording: string;
  /** The public thread that tells of it: repository and number. */
  source: string;
  /** Undefined where the thread does not tell. */
  form?: WordingForm;
  /** HTTP status, where it is another than the form's usual one. */
  status?: number;
  /** What an operator is told; or that it is a fault that passes, or a call that is not allowed. */
  outcome: IssueCause | 'tried_again' | 'not_allowed';
}
