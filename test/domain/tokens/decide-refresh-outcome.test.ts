import { describe, expect, it } from 'vitest';
import {
  decideRefreshOutcome,
  type RefreshAnswer,
} from '../../../shared/domain/tokens/decide-refresh-outcome.ts';

type Kind = RefreshAnswer<string>['kind'];
type Row = Record<'first' | 'second' | 'withNewerPair', string>;

const answers: Record<Kind, RefreshAnswer<string>> = {
  granted: { kind: 'granted', grant: 'the grant' },
  grant_refused: { kind: 'grant_refused' },
  client_refused: { kind: 'client_refused' },
  request_refused: { kind: 'request_refused', code: 'invalid_scope' },
  unknown: { kind: 'unknown', retryAfterSeconds: 42 },
};

/** Without `Partial`, so that a new kind of answer does not compile until its row is written. */
const table: Record<Kind, Row> = {
  granted: { first: 'store', second: 'store', withNewerPair: 'store' },
  grant_refused: { first: 'try_again', second: 'mark_dead', withNewerPair: 'use_newer' },
  client_refused: {
    first: 'renew_credentials',
    second: 'wait ClientCredentialsRefused',
    withNewerPair: 'use_newer',
  },
  request_refused: {
    first: 'wait TokenRequestRefused',
    second: 'wait TokenRequestRefused',
    withNewerPair: 'use_newer',
  },
  unknown: { first: 'wait', second: 'wait', withNewerPair: 'use_newer' },
};

function stepAfter(kind: Kind, times: 1 | 2, hasNewerPair: boolean): string {
  const verdict = decideRefreshOutcome({ answer: answers[kind], times, hasNewerPair });
  const alarm = verdict.step === 'wait' ? verdict.alarm : undefined;
  return [verdict.step, alarm].filter(Boolean).join(' ');
}

describe('decideRefreshOutcome', () => {
  for (const [kind, row] of Object.entries(table) as Array<[Kind, Row]>) {
    it(`decides ${row.first}, then ${row.second}, on ${kind}`, () => {
      expect(stepAfter(kind, 1, false)).toBe(row.first);
      expect(stepAfter(kind, 2, false)).toBe(row.second);
    });

    it(`decides ${row.withNewerPair} on ${kind} when the store has a newer pair`, () => {
      expect(stepAfter(kind, 1, true)).toBe(row.withNewerPair);
      expect(stepAfter(kind, 2, true)).toBe(row.withNewerPair);
    });
  }

  it('waits as long as the provider said', () => {
    const verdict = decideRefreshOutcome({
      answer: answers.unknown,
      times: 1,
      hasNewerPair: false,
    });

    expect(verdict).toMatchObject({ retryAfterSeconds: 42 });
  });
});
