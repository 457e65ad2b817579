import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import { isSameAccount } from '../../../shared/domain/tokens/decide-account-match.ts';
import {
  decideRefreshOutcome,
  type RefreshAnswer,
} from '../../../shared/domain/tokens/decide-refresh-outcome.ts';
import { decideTokenUse } from '../../../shared/domain/tokens/decide-token-use.ts';
import { isLiveEpoch } from '../../../shared/domain/tokens/is-live-epoch.ts';
import { judgeClientRefusal } from '../../../shared/domain/tokens/judge-client-refusal.ts';
import { decideRefreshNeed } from '../../../shared/domain/tokens/refresh-rhythm.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { InMemoryConnections } from '../../fakes/in-memory-connections.ts';

const dayMs = 86_400_000;
const nowEpochMs = Date.parse('2026-11-30T09:00:00.000Z');

const answer: fc.Arbitrary<RefreshAnswer<string>> = fc.oneof(
  fc.record({ kind: fc.constant('granted' as const), grant: fc.string() }),
  fc.constantFrom(
    { kind: 'grant_refused' } as const,
    { kind: 'client_refused' } as const,
    { kind: 'request_refused', code: 'invalid_scope' } as const,
  ),
  fc.record({ kind: fc.constant('unknown' as const), retryAfterSeconds: fc.nat(1_000) }),
);
const times = fc.constantFrom(1 as const, 2 as const);
const attempt = fc.record({ answer, times, hasNewerPair: fc.boolean() });

const status = fc.constantFrom<Connection['status']>(
  'connected',
  'needs_reconnect',
  'disconnecting',
  'disconnected',
);
const leftMs = fc.integer({ min: -90 * dayMs, max: dayMs });

/** Follows the answers of one refresh, as the caller does, to the step that ends it. */
function follow(answers: ReadonlyArray<RefreshAnswer<string>>): string[] {
  const steps: string[] = [];
  const seen = new Set<string>();
  for (const next of answers) {
    const verdict = decideRefreshOutcome({
      answer: next,
      times: seen.has(next.kind) ? 2 : 1,
      hasNewerPair: false,
    });
    seen.add(next.kind);
    steps.push(verdict.step);
    if (verdict.step !== 'try_again' && verdict.step !== 'renew_credentials') break;
  }
  return steps;
}

describe('a refresh', () => {
  const known = [
    'store',
    'use_newer',
    'try_again',
    'renew_credentials',
    'mark_dead',
    'wait',
  ] as const;

  test.prop([attempt])('has exactly one verdict for every answer', (one) => {
    const verdict = decideRefreshOutcome(one);
    expect(known).toContain(verdict.step);
    expect(decideRefreshOutcome(one)).toEqual(verdict);
  });

  test.prop([attempt])(
    'is the end of a connection only when the grant was refused twice on an unchanged version',
    (one) => {
      const isDead = decideRefreshOutcome(one).step === 'mark_dead';
      const isProven = one.answer.kind === 'grant_refused' && one.times === 2 && !one.hasNewerPair;
      expect(isDead).toBe(isProven);
    },
  );

  test.prop([fc.string(), times, fc.boolean()])(
    'that was granted is stored, whatever else is known: the pair exists nowhere else',
    (grant, time, hasNewerPair) => {
      const granted = { kind: 'granted', grant } as const;
      const verdict = decideRefreshOutcome({ answer: granted, times: time, hasNewerPair });
      expect(verdict).toEqual({ step: 'store', grant });
    },
  );

  test.prop([attempt])('gives way to a newer pair, whatever it was refused for', (one) => {
    fc.pre(one.answer.kind !== 'granted');
    const verdict = decideRefreshOutcome({ ...one, hasNewerPair: true });
    expect(verdict).toEqual({ step: 'use_newer' });
  });

  test.prop([fc.array(answer, { minLength: 1, maxLength: 6 })])(
    'ends after three requests at most, whatever the answers',
    (answers) => {
      const steps = follow(answers);
      expect(steps.length).toBeLessThanOrEqual(3);
    },
  );

  test.prop([fc.array(answer, { minLength: 3, maxLength: 3 })])(
    'never ends a connection for our own credentials or for silence',
    (answers) => {
      fc.pre(answers.filter(({ kind }) => kind === 'grant_refused').length < 2);
      expect(follow(answers)).not.toContain('mark_dead');
    },
  );

  test.prop([attempt])('pages only for what people of ours have to mend', (one) => {
    const verdict = decideRefreshOutcome(one);
    const alarm = verdict.step === 'wait' ? verdict.alarm : undefined;
    if (alarm !== undefined)
      expect(['client_refused', 'request_refused']).toContain(one.answer.kind);
  });

  test.prop([attempt])('waits for a time that is neither nothing nor endless', (one) => {
    const verdict = decideRefreshOutcome(one);
    if (verdict.step === 'try_again') expect(verdict.afterMs).toBeGreaterThan(0);
    if (verdict.step !== 'wait') return;
    expect(verdict.retryAfterSeconds).toBeGreaterThanOrEqual(0);
    expect(verdict.retryAfterSeconds).toBeLessThanOrEqual(1_000);
  });
});

type Write = 'takeLease' | 'storeTokens' | 'markNeedsReconnect' | 'replace' | 'beginDisconnect';

/** One write of one of three workers, with the fence that it read at some time before. */
const write = fc.record({
  worker: fc.nat(2),
  act: fc.constantFrom<Write | 'look'>(
    'look',
    'look',
    'takeLease',
    'takeLease',
    'storeTokens',
    'storeTokens',
    'markNeedsReconnect',
    'replace',
    'beginDisconnect',
  ),
  afterMs: fc.nat(40_000),
});

const key = { operatorId: 'acorn', provider: 'stora' } as const;

async function act(
  rows: InMemoryConnections,
  seen: Connection,
  how: { act: Write; worker: number; nowEpochMs: number },
): Promise<boolean> {
  const { epoch, tokenVersion } = seen;
  const fence = { ...key, epoch, tokenVersion, leaseOwner: `worker ${how.worker}` };
  const now = how.nowEpochMs;
  const tokens = { sealedTokens: `of ${how.worker} at ${now}`, expiresAtEpochMs: now, scopes: '' };
  if (how.act === 'takeLease') {
    const lease = { nowEpochMs: now, untilEpochMs: now + 45_000 };
    return (await rows.takeLease(fence, lease)) !== false;
  }
  if (how.act === 'storeTokens') return rows.storeTokens(fence, tokens, {});
  if (how.act === 'markNeedsReconnect') return rows.markNeedsReconnect(fence);
  if (how.act === 'replace')
    return rows.replace(aConnection({ ...key, epoch: epoch + 1 }), epoch, tokenVersion);
  return rows.beginDisconnect(fence, { since: '', actor: 'a', sealedTokens: '' });
}

describe('the fence of a connection', () => {
  test.prop([fc.array(write, { minLength: 1, maxLength: 40 })])(
    'lets every version be replaced once, only ever moves forward and stops whoever looked too early',
    async (writes) => {
      const rows = new InMemoryConnections();
      rows.seed(aConnection(key));
      const first = aConnection(key);
      const seen = [first, first, first];
      let now = nowEpochMs;
      for (const one of writes) {
        now += one.afterMs;
        const before = (await rows.get(key)) ?? first;
        if (one.act === 'look') {
          seen[one.worker] = before;
          continue;
        }
        const looked = seen[one.worker] ?? first;
        const isDone = await act(rows, looked, {
          act: one.act,
          worker: one.worker,
          nowEpochMs: now,
        });
        const after = (await rows.get(key)) ?? first;
        const isCurrent =
          looked.epoch === before.epoch && looked.tokenVersion === before.tokenVersion;
        if (isDone) expect(isCurrent).toBe(true);
        else expect(after).toEqual(before);
        const isForward =
          after.epoch > before.epoch ||
          (after.epoch === before.epoch && after.tokenVersion >= before.tokenVersion);
        expect(isForward).toBe(true);
        if (isDone && one.act === 'storeTokens') {
          expect(after.tokenVersion).toBe(before.tokenVersion + 1);
        }
        if (isDone && one.act === 'markNeedsReconnect') {
          expect(before.leaseOwner).toBe(`worker ${one.worker}`);
        }
      }
    },
  );
});

describe('a stored token', () => {
  const age = fc.record({ left: leftMs, laterMs: fc.nat(90 * dayMs) });

  test.prop([status, age, fc.nat(60 * 60_000)])(
    'that may not be used now may not be used later either',
    (state, { left, laterMs }, marginMs) => {
      const row = { status: state, expiresAtEpochMs: nowEpochMs + left };
      const now = decideTokenUse(row, nowEpochMs, marginMs);
      const later = decideTokenUse(row, nowEpochMs + laterMs, marginMs);
      if (now !== 'use') expect(later).toBe(now);
      if (now === 'use') expect(state === 'connected' && left > marginMs).toBe(true);
    },
  );

  test.prop([fc.constantFrom('stora' as const, 'xero' as const), status, age])(
    'wants its refresh the more urgently the longer it waits, and only while connected',
    (provider, state, { left, laterMs }) => {
      const urgency = ['none', 'ending', 'overdue', 'near_idle_limit'];
      const row = { provider, status: state, expiresAtEpochMs: nowEpochMs + left };
      const [now, later] = [nowEpochMs, nowEpochMs + laterMs].map((at) =>
        urgency.indexOf(decideRefreshNeed(row, at)),
      );
      expect(later).toBeGreaterThanOrEqual(now ?? 0);
      if (state !== 'connected') expect(later).toBe(0);
    },
  );
});

describe('the epoch of a connection', () => {
  const epochs = fc.record({
    epoch: fc.nat(9),
    sinceEpoch: fc.option(fc.nat(9), { nil: undefined }),
  });

  test.prop([status, epochs, fc.nat(12)])(
    'lets through what came since the same company is connected, and nothing once it is left',
    (state, { epoch, sinceEpoch }, asked) => {
      fc.pre(sinceEpoch === undefined || sinceEpoch <= epoch);
      const row = { status: state, epoch, ...(sinceEpoch === undefined ? {} : { sinceEpoch }) };
      const isInUse = state === 'connected' || state === 'needs_reconnect';
      const isSince = asked <= epoch && asked >= (sinceEpoch ?? epoch);
      expect(isLiveEpoch(row, asked)).toBe(isInUse && isSince);
    },
  );
});

describe('what an operator is told', () => {
  test.prop([fc.nat(3 * dayMs), fc.nat(3 * dayMs)])(
    'of refused credentials changes only from "we mend it" to "reconnecting may help"',
    (ageMs, laterMs) => {
      const order = ['none', 'being_mended', 'reconnect_may_help'];
      const since = new Date(nowEpochMs - ageMs).toISOString();
      const [now, later] = [nowEpochMs, nowEpochMs + laterMs].map((at) =>
        order.indexOf(judgeClientRefusal(since, at)),
      );
      expect(now).toBeGreaterThan(0);
      expect(later).toBeGreaterThanOrEqual(now ?? 0);
    },
  );

  const account = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    name: fc.constantFrom('a', 'b'),
  });

  test.prop([account, account])(
    'of two companies does not depend on which was connected first',
    (one, other) => {
      expect(isSameAccount(one, other)).toBe(isSameAccount(other, one));
      expect(isSameAccount(one, one)).toBe(true);
      expect(isSameAccount(undefined, one)).toBe(true);
    },
  );
});
