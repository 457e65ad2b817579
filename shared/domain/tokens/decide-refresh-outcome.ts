/** What the token endpoint answered, as far as the decision needs it. */
export type RefreshAnswer<Grant> =
  | { kind: 'granted'; grant: Grant }
  | { kind: 'grant_refused' }
  | { kind: 'client_refused' }
  | { kind: 'request_refused'; code: string }
  | { kind: 'unknown'; retryAfterSeconds: number };

export interface RefreshAttempt<Grant> {
  answer: RefreshAnswer<Grant>;
  /** The store, read after the answer, holds another version or epoch than the one we refreshed. */
  hasNewerPair: boolean;
  /** How many answers of this kind this refresh has had, this one included. */
  times: 1 | 2;
}

export type RefreshVerdict<Grant> =
  | { step: 'store'; grant: Grant }
  | { step: 'use_newer' }
  | { step: 'try_again'; afterMs: number }
  | { step: 'renew_credentials' }
  | { step: 'mark_dead' }
  | { step: 'wait'; retryAfterSeconds: number; alarm: RefreshAlarm | undefined };

/** Metrics that page the partner: the operator can do nothing about either. */
export type RefreshAlarm = 'ClientCredentialsRefused' | 'TokenRequestRefused';

/**
 * After a refused grant the second try waits this long: the pair of another refresher may be on
 * its way into the store, and a server that revokes on first use may still accept the old one.
 */
const secondTryAfterMs = 5_000;

/** Credentials and requests of ours are mended by people, so asking again soon is of no use. */
const afterAlarmSeconds = 300;

/**
 * Decides what follows from the answer to a refresh. Only a refused grant on an unchanged version,
 * twice, means that the operator has to connect again: a lost race answers the same way.
 */
export function decideRefreshOutcome<Grant>(attempt: RefreshAttempt<Grant>): RefreshVerdict<Grant> {
  const { answer } = attempt;
  if (answer.kind === 'granted') return { step: 'store', grant: answer.grant };
  if (attempt.hasNewerPair) return { step: 'use_newer' };
  if (answer.kind === 'unknown') {
    return { step: 'wait', retryAfterSeconds: answer.retryAfterSeconds, alarm: undefined };
  }
  return refusals[answer.kind][attempt.times];
}

const waitWith = (alarm: RefreshAlarm) =>
  ({ step: 'wait', retryAfterSeconds: afterAlarmSeconds, alarm }) as const;

const refusals = {
  grant_refused: {
    1: { step: 'try_again', afterMs: secondTryAfterMs },
    2: { step: 'mark_dead' },
  },
  client_refused: {
    1: { step: 'renew_credentials' },
    2: waitWith('ClientCredentialsRefused'),
  },
  request_refused: {
    1: waitWith('TokenRequestRefused'),
    2: waitWith('TokenRequestRefused'),
  },
} as const satisfies Record<string, Record<1 | 2, RefreshVerdict<never>>>;
