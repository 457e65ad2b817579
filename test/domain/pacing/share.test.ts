import { describe, expect, it } from 'vitest';
import { allowedOf, cut } from '../../../shared/domain/pacing/share.ts';

const minute = { limit: 60, windowMs: 60_000 };
const now = Date.parse('2026-11-30T09:00:00Z');

/** After a refusal at 40 own calls. */
const share = cut(undefined, {
  ...minute,
  ownCalls: 40,
  nowEpochMs: now,
  sameUntilEpochMs: now + 20_000,
});

function allowedAfter(minutes: number): number | undefined {
  return allowedOf(share, minute, now + minutes * 60_000);
}

describe('the share beside others', () => {
  it('is everything until somebody else is noticed', () => {
    expect(allowedOf(undefined, minute, now)).toBeUndefined();
  });

  it.each([
    [0, 20],
    [1, 22],
    [7, 34],
    [8, 35],
    [10, 35],
    [11, 36],
    [30, 42],
    [65, 54],
    [400, 54],
    [430, undefined],
  ])('after %i clean minutes allows %s of sixty calls', (minutes, allowed) => {
    expect(allowedAfter(minutes)).toBe(allowed);
  });

  it('is cut from where it has come to', () => {
    const refusal = { ...minute, ownCalls: 10, sameUntilEpochMs: now + 400_000 };

    expect(cut(share, { ...refusal, nowEpochMs: now + 360_000 }).allowed).toBe(24);
  });

  it('stays at a sixth at least, and is clean only since the last refusal', () => {
    const refusal = { ...minute, ownCalls: 2, nowEpochMs: now, sameUntilEpochMs: now + 60_000 };
    const least = cut(undefined, refusal);

    expect(least.allowed).toBe(10);
    expect(cut(least, { ...refusal, nowEpochMs: now + 50_000 })).toMatchObject({
      allowed: 10,
      sinceEpochMs: now + 50_000,
    });
  });
});

describe('the share of windows that stand still', () => {
  const refusal = { ...minute, ownCalls: 40, isFixed: true };
  const fixed = cut(undefined, {
    ...refusal,
    nowEpochMs: now,
    sameUntilEpochMs: now + 5_000,
  });

  it.each([
    [0, 20],
    [1, 20],
    [2, 21],
    [4, 23],
    [20, 35],
    [46, 54],
    [405, 54],
    [406, undefined],
  ])('after %i clean minutes allows %s of sixty calls', (minutes, allowed) => {
    expect(allowedOf(fixed, minute, now + 5_000 + minutes * 60_000)).toBe(allowed);
  });

  it('is clean from the turn on, not from the refusal on', () => {
    expect(fixed).toMatchObject({ sinceEpochMs: now + 5_000, isFixed: true });
  });

  it('loses at a refusal what four clean minutes gave', () => {
    const at = now + 5_000 + 20 * 60_000;
    const next = cut(fixed, { ...refusal, nowEpochMs: at, sameUntilEpochMs: at + 60_000 });

    expect(next).toMatchObject({ allowed: 32, refusedAt: 35 });
  });

  it('stays at a sixth at least', () => {
    const at = { ownCalls: 11, nowEpochMs: now, sameUntilEpochMs: now + 1 };

    expect(cut(undefined, { ...refusal, ...at }).allowed).toBe(10);
  });
});
