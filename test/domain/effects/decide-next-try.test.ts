import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../shared/contracts/effect.ts';
import {
  decideNextTry,
  type NextTry,
  sendBefore,
} from '../../../shared/domain/effects/decide-next-try.ts';
import { effectPolicies } from '../../../shared/domain/effects/policies.ts';
import { storaManifest } from '../../../shared/source/stora/manifest.ts';
import { xeroManifest } from '../../../shared/targets/xero/manifest.ts';

const second = 1_000;
const minute = 60 * second;
const sentAt = Date.parse('2026-11-30T09:00:00.000Z');
const {
  once: ledgerOnce,
  absolute: ledgerAbsolute,
  latest: ledgerLatest,
} = effectPolicies(xeroManifest);
const { unlisted: timelineEvent } = effectPolicies(storaManifest);

function effect(overrides: Partial<Effect> = {}): Effect {
  return {
    state: 'sending',
    generation: 0,
    sentAtEpochMs: sentAt,
    requestHash: 'hash',
    ...overrides,
  };
}

const failed = (more: Partial<Effect> = {}) =>
  effect({ state: 'failed', heardAtEpochMs: sentAt + 2 * second, refusals: 1, ...more });
const missed = (times: number) => ({
  missedLookUps: times,
  heardAtEpochMs: sentAt + 70 * second,
});
const send: NextTry = { kind: 'send' };
const resend: NextTry = { kind: 'resend' };
const lookUp: NextTry = { kind: 'look_up' };
const wait = (ms: number): NextTry => ({ kind: 'wait', untilEpochMs: sentAt + ms });

interface Row {
  known: string;
  effect: Effect | undefined;
  ageMs: number;
  isSameCall: boolean;
  next: NextTry;
}

function row(known: string, is: [Effect | undefined, number, 'same' | 'other'], next: NextTry) {
  const [of, ageMs, call] = is;
  return { known, effect: of, ageMs, isSameCall: call === 'same', next } satisfies Row;
}

const once: Row[] = [
  row('nothing', [undefined, 0, 'other'], send),
  row('a definite no', [effect({ state: 'rejected' }), second, 'same'], send),
  row('that it is done', [effect({ state: 'done' }), second, 'same'], { kind: 'nothing' }),
  row('no answer, the same call', [effect(), second, 'same'], resend),
  row('no answer, the same call a moment before the memory ends', [effect(), 269_999, 'same'], {
    kind: 'resend',
  }),
  row('no answer, the same call when the memory has ended', [effect(), 270_000, 'same'], lookUp),
  row('no answer, and a clock that went back', [effect(), -5 * second, 'same'], resend),
  row('no answer, another call', [effect(), 59_999, 'other'], wait(minute)),
  row('no answer for a minute, another call', [effect(), minute, 'other'], lookUp),
  row(
    'no answer to the repeat either, after the memory',
    [effect({ resentAtEpochMs: sentAt + 260 * second }), 300 * second, 'same'],
    wait(320 * second),
  ),
  row('no answer, once not found', [effect(missed(1)), 74_999, 'other'], wait(75 * second)),
  row('no answer, once not found 5 s ago', [effect(missed(1)), 75 * second, 'other'], lookUp),
  row('no answer, twice not found', [effect(missed(2)), 75 * second, 'other'], send),
  row(
    'no answer, once not found, the same call again',
    [effect(missed(1)), 71_000, 'same'],
    resend,
  ),
  row('an error of theirs', [failed(), 6_999, 'same'], wait(7 * second)),
  row('an error of theirs 5 s ago', [failed(), 7 * second, 'same'], lookUp),
  row('an error of theirs, once not found', [failed(missed(1)), 75 * second, 'same'], lookUp),
  row('an error of theirs, twice not found', [failed(missed(2)), 75 * second, 'same'], send),
  row(
    'a third error of theirs, not looked for yet',
    [failed({ refusals: 3 }), 10 * second, 'same'],
    lookUp,
  ),
  row(
    'a third error of theirs, twice not found',
    [failed({ ...missed(2), refusals: 3 }), 75 * second, 'same'],
    { kind: 'give_up' },
  ),
  row(
    'no answer after two errors, twice not found',
    [effect({ ...missed(2), refusals: 3 }), 75 * second, 'other'],
    send,
  ),
];

const blind: Row[] = [
  row('nothing', [undefined, 0, 'other'], send),
  row('that it is done', [effect({ state: 'done' }), second, 'same'], { kind: 'nothing' }),
  row('a definite no', [effect({ state: 'rejected', refusals: 2 }), second, 'same'], send),
  row('no answer, the same call', [effect(), 22 * 60 * minute, 'same'], resend),
  row('no answer, the same call after the memory', [effect(), 23 * 60 * minute, 'same'], send),
  row('no answer, another call', [effect(), second, 'other'], send),
  row('an error of theirs', [failed(), 3 * second, 'same'], send),
  row('a second error of theirs', [failed({ refusals: 2 }), 3 * second, 'same'], send),
  row('a third error of theirs', [failed({ refusals: 3 }), 3 * second, 'same'], {
    kind: 'give_up',
  }),
];

describe('decideNextTry of an effect that can be looked up', () => {
  it.each(once)('knowing $known, says $next.kind', ({ effect: of, ageMs, isSameCall, next }) => {
    const now = { nowEpochMs: sentAt + ageMs, isSameCall };

    expect(decideNextTry(of, now, ledgerOnce)).toEqual(next);
  });
});

describe('decideNextTry of an effect that cannot be looked up', () => {
  it.each(blind)('knowing $known, says $next.kind', ({ effect: of, ageMs, isSameCall, next }) => {
    const now = { nowEpochMs: sentAt + ageMs, isSameCall };

    expect(decideNextTry(of, now, timelineEvent)).toEqual(next);
  });

  it('never repeats the key of what may have been overwritten since', () => {
    const now = { nowEpochMs: sentAt + 1, isSameCall: true };

    expect(decideNextTry(effect(), now, ledgerLatest)).toEqual(send);
  });

  it('repeats absolute values under a new key once the memory of the ledger ends', () => {
    const before = { nowEpochMs: sentAt + 269_999, isSameCall: true };
    const after = { nowEpochMs: sentAt + 270_000, isSameCall: true };

    expect(decideNextTry(effect(), before, ledgerAbsolute)).toEqual(resend);
    expect(decideNextTry(effect(), after, ledgerAbsolute)).toEqual(send);
  });
});

describe('sendBefore', () => {
  it('gives a call twenty seconds', () => {
    expect(sendBefore(sentAt, [], ledgerOnce)).toBe(sentAt + 20 * second);
  });

  it('gives a repeat no longer than the memory lasts for each of its effects', () => {
    const [older, newer] = [effect(), effect({ sentAtEpochMs: sentAt + minute })];
    const now = sentAt + 290 * second;

    expect(sendBefore(now, [newer], ledgerOnce)).toBe(now + 20 * second);
    expect(sendBefore(now, [newer, older], ledgerOnce)).toBe(sentAt + 300 * second);
    expect(sendBefore(now + minute, [older], ledgerOnce)).toBe(sentAt + 300 * second);
  });
});
