import { describe, expect, it } from 'vitest';
import { gatesOf } from '../../../shared/domain/pacing/gates.ts';
import { windowsInForce } from '../../../shared/domain/pacing/windows.ts';
import { aRate } from '../../builders/a-rate.ts';

const now = Date.parse('2026-11-30T09:00:00Z');
const limits = {
  windows: [
    { limit: 10, windowMs: 1_000 },
    { limit: 60, windowMs: 60_000 },
    { limit: 5_000, windowMs: 86_400_000 },
  ],
  concurrent: null,
};
const windows = windowsInForce(limits, aRate(), now);
const share = { allowed: 36, refusedAt: 48, sinceEpochMs: now, sameUntilEpochMs: now };

describe('gatesOf', () => {
  it('lets live calls come at once while nobody else was noticed', () => {
    expect(gatesOf(windows, {}, { lane: 'live', nowEpochMs: now })).toEqual([
      { allowed: 10, windowMs: 1_000, isBucketed: false },
      { allowed: 60, windowMs: 60_000, isBucketed: false },
      { allowed: 5_000, windowMs: 86_400_000, isBucketed: true },
    ]);
  });

  it.each([
    ['backfill', [8, 48, 4_000], { allowed: 8, windowMs: 9_000 }],
    ['reconcile', [6, 36, 3_000], { allowed: 6, windowMs: 9_000 }],
  ] as const)('gives %s its part, in groups that a worker gets on with', (lane, allowed, group) => {
    const gates = gatesOf(windows, {}, { lane, nowEpochMs: now });

    expect(gates.map((gate) => gate.allowed)).toEqual([...allowed, group.allowed]);
    expect(gates.at(-1)).toMatchObject(group);
  });

  it.each([
    ['live', 36, { allowed: 10, windowMs: 15_000 }],
    ['backfill', 28, { allowed: 8, windowMs: 15_429 }],
    ['reconcile', 21, { allowed: 6, windowMs: 15_429 }],
  ] as const)(
    'spreads the %s lane beside others, a fifth of each group left to live calls',
    (lane, allowed, group) => {
      const gates = gatesOf(windows, { share }, { lane, nowEpochMs: now });

      expect(gates[1]?.allowed).toBe(allowed);
      expect(gates.at(-1)).toMatchObject(group);
    },
  );

  it('never makes a group larger than what is left of the window', () => {
    const least = { ...share, allowed: 10, refusedAt: 10 };
    const gates = gatesOf(windows, { share: least }, { lane: 'reconcile', nowEpochMs: now });

    expect(gates.at(-1)).toMatchObject({ allowed: 6, windowMs: 54_000 });
  });

  it('keeps the caps exactly and counts its share from the turn on where windows stand still', () => {
    const fixed = { share: { ...share, isFixed: true } };

    expect(gatesOf(windows, fixed, { lane: 'backfill', nowEpochMs: now })).toEqual([
      { allowed: 8, windowMs: 1_000, isBucketed: false },
      { allowed: 48, windowMs: 60_000, isBucketed: false },
      { allowed: 4_000, windowMs: 86_400_000, isBucketed: true },
      {
        allowed: 28,
        windowMs: 60_000,
        isBucketed: false,
        turn: { early: 0, everyMs: 500, share: 36, part: 0.8 },
      },
    ]);
  });

  it('has no gates where the caps are lifted', () => {
    const lifted = { windows: [{ limit: null, windowMs: 1_000 }], concurrent: null };
    const none = windowsInForce(lifted, aRate({ agreed: [{ limit: 5, windowMs: 1_000 }] }), now);

    expect(gatesOf(none, {}, { lane: 'backfill', nowEpochMs: now })).toEqual([]);
  });
});
