import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../shared/contracts/effect.ts';
import type { Link } from '../../../shared/contracts/link-item.ts';
import { decideNextTry } from '../../../shared/domain/effects/decide-next-try.ts';
import {
  beginEffect,
  effectName,
  endEffect,
  failEffect,
  letGoEffect,
  missEffect,
  resendEffect,
  takeBackEffect,
} from '../../../shared/domain/effects/effects.ts';
import {
  effectPolicies,
  generationsMax,
  lookUpPauseMs,
  lookUpsMin,
  unansweredMs,
} from '../../../shared/domain/effects/policies.ts';
import { storaManifest } from '../../../shared/source/stora/manifest.ts';
import { xeroManifest } from '../../../shared/targets/xero/manifest.ts';
import { aLink } from '../../builders/a-link.ts';

const name = 'payment:1000';
const { once: ledgerOnce, absolute: ledgerAbsolute } = effectPolicies(xeroManifest);
const { unlisted: timelineEvent } = effectPolicies(storaManifest);
const policies = [ledgerOnce, ledgerAbsolute, timelineEvent];

const anEffect: fc.Arbitrary<Effect> = fc.record(
  {
    state: fc.constantFrom('sending', 'failed', 'done', 'rejected'),
    generation: fc.nat(5),
    sentAtEpochMs: fc.nat(600_000),
    resentAtEpochMs: fc.nat(600_000),
    requestHash: fc.constant('hash'),
    heardAtEpochMs: fc.nat(600_000),
    missedLookUps: fc.nat(3),
    refusals: fc.nat(4),
    lastRequestId: fc.constantFrom('r1', 'r2'),
  },
  { requiredKeys: ['state', 'generation', 'sentAtEpochMs', 'requestHash'] },
);
const aNow = fc.record({ nowEpochMs: fc.nat(1_200_000), isSameCall: fc.boolean() });

const aTransition: fc.Arbitrary<(link: Link) => Link> = fc.oneof(
  fc
    .nat(1_000_000)
    .map(
      (nowEpochMs) => (link: Link) => beginEffect(link, name, { nowEpochMs, requestHash: 'hash' }),
    ),
  fc.nat(1_000_000).map((now) => (link: Link) => resendEffect(link, name, now)),
  fc
    .nat(1_000_000)
    .map(
      (now) => (link: Link) => missEffect(link, name, { of: link.effects[name], nowEpochMs: now }),
    ),
  fc
    .record({ nowEpochMs: fc.nat(1_000_000), requestId: fc.constantFrom('r1', 'r2', undefined) })
    .map(
      (failure) => (link: Link) => failEffect(link, name, { ...failure, of: link.effects[name] }),
    ),
  fc
    .constantFrom('done' as const, 'rejected' as const)
    .map(
      (state) => (link: Link) =>
        endEffect(link, name, { state, generation: link.effects[name]?.generation }),
    ),
  fc.constant((link: Link) => letGoEffect(link, name, { of: link.effects[name] })),
);

describe('the next try of an effect', () => {
  it('is none once it is done', () => {
    fc.assert(
      fc.property(anEffect, aNow, fc.constantFrom(...policies), (effect, now, policy) => {
        expect(decideNextTry({ ...effect, state: 'done' }, now, policy).kind).toBe('nothing');
      }),
    );
  });

  it('gets a new key only after two look-ups missed it, where it can be looked up', () => {
    fc.assert(
      fc.property(anEffect, aNow, (effect, now) => {
        const next = decideNextTry(effect, now, ledgerOnce);
        if (effect.state === 'rejected' || !['send', 'give_up'].includes(next.kind)) return;
        expect(effect.missedLookUps).toBeGreaterThanOrEqual(lookUpsMin);
      }),
    );
  });

  it('is no repeat unless the call is the same, unanswered and remembered', () => {
    fc.assert(
      fc.property(anEffect, aNow, fc.constantFrom(...policies), (effect, now, policy) => {
        if (decideNextTry(effect, now, policy).kind !== 'resend') return;
        expect(effect.state).toBe('sending');
        expect(now.isSameCall).toBe(true);
        expect(now.nowEpochMs - effect.sentAtEpochMs).toBeLessThan(policy.memoryMs);
      }),
    );
  });

  it('waits only for a time to come, and a minute at most after what it waits for', () => {
    fc.assert(
      fc.property(anEffect, aNow, (effect, now) => {
        const next = decideNextTry(effect, now, ledgerOnce);
        if (next.kind !== 'wait') return;
        const { sentAtEpochMs, resentAtEpochMs = 0, heardAtEpochMs = 0 } = effect;
        const last = Math.max(sentAtEpochMs, resentAtEpochMs, heardAtEpochMs);
        expect(next.untilEpochMs).toBeGreaterThan(now.nowEpochMs);
        expect(next.untilEpochMs).toBeLessThanOrEqual(last + unansweredMs);
      }),
    );
  });

  it('comes without an end to the waiting: four waits lead to a send, a repeat or an end', () => {
    fc.assert(
      fc.property(anEffect, aNow, fc.constantFrom(...policies), (effect, now, policy) => {
        let link = aLink({ effects: { [name]: effect } });
        let { nowEpochMs } = now;
        let kind = '';
        for (let step = 0; step < 4 + lookUpsMin; step += 1) {
          const isSameCall = now.isSameCall;
          const next = decideNextTry(link.effects[name], { nowEpochMs, isSameCall }, policy);
          kind = next.kind;
          if (next.kind === 'wait') nowEpochMs = next.untilEpochMs;
          if (next.kind === 'look_up')
            link = missEffect(link, name, { of: link.effects[name], nowEpochMs });
        }
        expect(['send', 'resend', 'nothing', 'give_up']).toContain(kind);
      }),
    );
  });

  it('is given up only after three errors, and starts to count anew after that', () => {
    fc.assert(
      fc.property(anEffect, aNow, fc.constantFrom(...policies), (effect, now, policy) => {
        if (decideNextTry(effect, now, policy).kind !== 'give_up') return;
        expect(effect.refusals).toBeGreaterThanOrEqual(generationsMax);
        const after = letGoEffect(aLink({ effects: { [name]: effect } }), name, { of: effect })
          .effects[name];
        expect(after?.generation).toBe(effect.generation);
        expect(after?.refusals).toBeUndefined();
        expect(decideNextTry(after, now, policy)).toEqual({ kind: 'send' });
      }),
    );
  });
});

describe('the journal of an effect', () => {
  it('gives no key to two different tries, whatever happens between them', () => {
    fc.assert(
      fc.property(fc.array(aTransition, { maxLength: 12 }), (transitions) => {
        const begin = (link: Link) => beginEffect(link, name, { nowEpochMs: 0, requestHash: '' });
        const keys: string[] = [];
        let link = aLink();
        for (const transition of transitions) {
          link = begin(transition(link));
          keys.push(effectName(link, name));
        }
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('keeps the key with every transition that is no new try', () => {
    fc.assert(
      fc.property(anEffect, fc.nat(9), (effect, now) => {
        const link = aLink({ effects: { [name]: effect } });
        for (const after of [
          resendEffect(link, name, now),
          missEffect(link, name, { of: link.effects[name], nowEpochMs: now }),
          failEffect(link, name, { of: link.effects[name], nowEpochMs: now }),
          endEffect(link, name, { state: 'done' }),
          endEffect(link, name, { state: 'rejected', generation: effect.generation }),
          letGoEffect(link, name, { of: link.effects[name] }),
        ])
          expect(effectName(after, name)).toBe(effectName(link, name));
      }),
    );
  });

  it('never takes back what is done', () => {
    fc.assert(
      fc.property(anEffect, fc.nat(9), (effect, now) => {
        const done = aLink({ effects: { [name]: { ...effect, state: 'done' } } });
        for (const after of [
          endEffect(done, name, { state: 'rejected', generation: effect.generation }),
          failEffect(done, name, { of: done.effects[name], nowEpochMs: now }),
          letGoEffect(done, name, { of: done.effects[name] }),
          takeBackEffect(done, name, { before: undefined, begun: effect }),
        ])
          if (effect.state !== 'done') expect(after.effects[name]?.state).toBe('done');
      }),
    );
  });

  it('does not count an error twice that is told twice', () => {
    fc.assert(
      fc.property(anEffect, fc.nat(9), (effect, nowEpochMs) => {
        if (effect.state === 'done') return;
        const failure = { nowEpochMs, requestId: 'r9' };
        const link = aLink({ effects: { [name]: effect } });
        const once = failEffect(link, name, { ...failure, of: effect });
        expect(
          failEffect(once, name, { ...failure, of: once.effects[name] }).effects[name]?.refusals,
        ).toBe(once.effects[name]?.refusals);
      }),
    );
  });

  it('takes a repeat back to what was known before it, and a new try to a definite no', () => {
    fc.assert(
      fc.property(anEffect, fc.nat(9), (effect, now) => {
        const link = aLink({ effects: { [name]: effect } });
        const again = resendEffect(link, name, now);
        const anew = beginEffect(link, name, { nowEpochMs: now, requestHash: '' });
        const taken = (begun: Link) =>
          takeBackEffect(begun, name, { before: effect, begun: begun.effects[name] });
        expect(taken(again)).toEqual(link);
        expect(taken(anew).effects[name]).toMatchObject({
          state: 'rejected',
          generation: effect.generation + 1,
        });
      }),
    );
  });
});

/** What becomes of one request: where it is lost, when it arrives, what is answered. */
type Fate =
  | {
      kind: 'answered' | 'lost' | 'answer_lost' | 'limited' | 'error_applied' | 'error_not_applied';
    }
  | { kind: 'late'; afterMs: number };

const aFate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Fate>({ kind: 'answered' }) },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom<Fate['kind'] & Exclude<Fate['kind'], 'late'>>(
        'lost',
        'answer_lost',
        'limited',
        'error_applied',
        'error_not_applied',
      )
      .map((kind): Fate => ({ kind })),
  },
  {
    weight: 6,
    arbitrary: fc
      .integer({ min: 1, max: unansweredMs - 1 })
      .map((afterMs): Fate => ({ kind: 'late', afterMs })),
  },
);

/** A ledger that remembers keys for six minutes from their first arrival, errors too. */
class ModelLedger {
  applied = 0;
  readonly #memory = new Map<string, { forgetAt: number; isError: boolean }>();
  #late: Array<{ at: number; key: string }> = [];

  arriveUntil(now: number): void {
    const due = this.#late.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    this.#late = this.#late.filter(({ at }) => at > now);
    for (const { at, key } of due) this.#execute(at, key, { kind: 'answered' });
  }

  /** Undefined: no answer. */
  send(now: number, key: string, fate: Fate): 'ok' | 'error' | 'limited' | undefined {
    if (fate.kind === 'lost') return undefined;
    if (fate.kind === 'limited') return 'limited';
    if (fate.kind === 'late') {
      this.#late.push({ at: now + fate.afterMs, key });
      return undefined;
    }
    const answer = this.#execute(now, key, fate);
    return fate.kind === 'answer_lost' ? undefined : answer;
  }

  #execute(at: number, key: string, fate: Fate): 'ok' | 'error' {
    const known = this.#memory.get(key);
    if (known !== undefined && at < known.forgetAt) return known.isError ? 'error' : 'ok';
    const isError = fate.kind.startsWith('error');
    if (fate.kind !== 'error_not_applied') this.applied += 1;
    this.#memory.set(key, { forgetAt: at + 6 * 60_000, isError });
    return isError ? 'error' : 'ok';
  }
}

/** One worker's turn: does what the decision says, once. */
function turn(
  link: Link,
  ledger: ModelLedger,
  at: { now: number; isSameCall: boolean; fate: Fate },
): Link {
  const { now, isSameCall, fate } = at;
  ledger.arriveUntil(now);
  const before = link.effects[name];
  const next = decideNextTry(before, { nowEpochMs: now, isSameCall }, ledgerOnce);
  if (next.kind === 'give_up') return letGoEffect(link, name, { of: link.effects[name] });
  if (next.kind === 'look_up')
    return ledger.applied > 0
      ? endEffect(link, name, { state: 'done' })
      : missEffect(link, name, { of: link.effects[name], nowEpochMs: now });
  if (next.kind !== 'send' && next.kind !== 'resend') return link;
  const begun =
    next.kind === 'resend'
      ? resendEffect(link, name, now)
      : beginEffect(link, name, { nowEpochMs: now, requestHash: 'hash' });
  const answer = ledger.send(now, effectName(begun, name), fate);
  if (answer === 'limited')
    return takeBackEffect(begun, name, { before, begun: begun.effects[name] });
  if (answer === 'error')
    return failEffect(begun, name, { of: begun.effects[name], nowEpochMs: now });
  return answer === 'ok' ? endEffect(begun, name, { state: 'done' }) : begun;
}

describe('an effect in a ledger that loses, delays and refuses', () => {
  const aTurn = fc.record({
    pauseMs: fc.oneof(fc.nat(10_000), fc.nat(120_000), fc.nat(400_000)),
    isSameCall: fc.boolean(),
    fate: aFate,
  });

  it('happens at most once, and exactly once when the ledger is well again', () => {
    fc.assert(
      fc.property(fc.array(aTurn, { maxLength: 25 }), (turns) => {
        const ledger = new ModelLedger();
        let link = aLink();
        let now = 0;
        for (const { pauseMs, isSameCall, fate } of turns) {
          now += pauseMs;
          link = turn(link, ledger, { now, isSameCall, fate });
          expect(ledger.applied).toBeLessThanOrEqual(1);
        }
        for (let calm = 0; calm < 5; calm += 1) {
          now += unansweredMs + lookUpPauseMs;
          link = turn(link, ledger, { now, isSameCall: false, fate: { kind: 'answered' } });
        }
        expect(ledger.applied).toBe(1);
        expect(link.effects[name]?.state).toBe('done');
      }),
      { numRuns: 2_000 },
    );
  });
});
