import { beforeEach, expect, it } from 'vitest';
import type { RetiredPair } from '../../shared/contracts/token-pairs.ts';
import type { RetiredPairs } from '../../shared/ports/retired-pairs.ts';
import { aConnection } from '../builders/a-connection.ts';

const now = Date.parse('2026-11-30T09:00:00.000Z');

function aRetiredPair(overrides: Partial<RetiredPair> = {}): RetiredPair {
  return {
    operatorId: 'harbour-storage',
    provider: 'stora',
    pairId: 'pair-1',
    sealedTokens: 'c2VhbGVk',
    epoch: 1,
    tokenVersion: 4,
    expiresAtEpochMs: now + 7_200_000,
    account: aConnection().account,
    retiredAt: '2026-11-30T09:00:00.000Z',
    ...overrides,
  };
}

/** What every store of retired pairs does: none is lost before it is removed. */
export function retiredPairsSuite(make: () => Promise<RetiredPairs>): void {
  let pairs: RetiredPairs;
  beforeEach(async () => {
    pairs = await make();
  });
  const key = aRetiredPair();

  it('returns a pair as it was put, and lists it', async () => {
    await pairs.put(aRetiredPair());
    await pairs.put(aRetiredPair({ operatorId: 'somebody-else' }));

    expect(await pairs.get(key)).toEqual(aRetiredPair());
    expect(await pairs.list(key.operatorId)).toEqual([aRetiredPair()]);
    expect(await pairs.get({ ...key, pairId: 'pair-2' })).toBeUndefined();
  });

  it('leaves a pair that waits already as it is', async () => {
    await pairs.put(aRetiredPair());

    await pairs.put(aRetiredPair({ sealedTokens: 'b3RoZXI=' }));

    expect(await pairs.get(key)).toEqual(aRetiredPair());
  });

  it('gives the lease to one, until it ends', async () => {
    await pairs.put(aRetiredPair());
    const lease = { nowEpochMs: now, untilEpochMs: now + 120_000 };

    expect(await pairs.takeLease(key, lease)).toBe(true);
    expect(await pairs.takeLease(key, lease)).toBe(false);
    const next = { nowEpochMs: lease.untilEpochMs, untilEpochMs: lease.untilEpochMs + 120_000 };
    expect(await pairs.takeLease(key, next)).toBe(true);
  });

  it('takes a lease back that still runs, and no other one', async () => {
    await pairs.put(aRetiredPair());
    const lease = { nowEpochMs: now, untilEpochMs: now + 120_000 };
    await pairs.takeLease(key, lease);

    await pairs.releaseLease(key, lease.untilEpochMs - 1);
    expect(await pairs.takeLease(key, lease)).toBe(false);
    await pairs.releaseLease(key, lease.untilEpochMs);

    expect(await pairs.get(key)).toEqual(aRetiredPair());
    expect(await pairs.takeLease(key, lease)).toBe(true);
  });

  it('gives no lease of a pair that is not there', async () => {
    expect(await pairs.takeLease(key, { nowEpochMs: now, untilEpochMs: now + 1 })).toBe(false);
    expect(await pairs.get(key)).toBeUndefined();
  });
}

/** What becomes of a pair that waits. */
export function waitingPairsSuite(make: () => Promise<RetiredPairs>): void {
  let pairs: RetiredPairs;
  beforeEach(async () => {
    pairs = await make();
  });
  const key = aRetiredPair();

  it('keeps what a refresh made of it, over the version that was read', async () => {
    await pairs.put(aRetiredPair());
    const renewed = { sealedTokens: 'bmV3', expiresAtEpochMs: now + 9_000_000 };

    expect(await pairs.keep(key, renewed)).toBe(true);
    expect(await pairs.keep(key, { ...renewed, sealedTokens: 'b2xk' })).toBe(false);

    expect(await pairs.get(key)).toEqual(aRetiredPair({ ...renewed, tokenVersion: 5 }));
  });

  it('names every pair that there is', async () => {
    await pairs.put(aRetiredPair());
    await pairs.put(aRetiredPair({ operatorId: 'acorn', provider: 'xero' }));

    const keys = await pairs.everyKey();

    expect(keys.toSorted((a, b) => (a.operatorId < b.operatorId ? -1 : 1))).toEqual([
      { operatorId: 'acorn', provider: 'xero', pairId: 'pair-1' },
      { operatorId: 'harbour-storage', provider: 'stora', pairId: 'pair-1' },
    ]);
  });

  it('forgets a removed pair', async () => {
    await pairs.put(aRetiredPair());

    await pairs.remove(key);
    await pairs.remove(key);

    expect(await pairs.get(key)).toBeUndefined();
    expect(await pairs.waiting(10)).toEqual([]);
    expect(await pairs.keep(key, { sealedTokens: 'bmV3', expiresAtEpochMs: now })).toBe(false);
  });

  it('names the waiting pairs of all operators, longest first, at most so many', async () => {
    await pairs.put(aRetiredPair({ pairId: 'late', retiredAt: '2026-11-30T09:02:00.000Z' }));
    await pairs.put(aRetiredPair({ operatorId: 'early', retiredAt: '2026-11-30T08:00:00.000Z' }));

    expect(await pairs.waiting(10)).toEqual([
      { operatorId: 'early', provider: 'stora', pairId: 'pair-1' },
      { operatorId: 'harbour-storage', provider: 'stora', pairId: 'late' },
    ]);
    expect(await pairs.waiting(1)).toHaveLength(1);
  });

  it('names those first whose last try is the longest ago, and brings none back', async () => {
    await pairs.put(aRetiredPair({ pairId: 'late', retiredAt: '2026-11-30T09:02:00.000Z' }));
    await pairs.put(aRetiredPair({ pairId: 'early', retiredAt: '2026-11-30T08:00:00.000Z' }));

    await pairs.noteTried({ ...key, pairId: 'early' }, Date.parse('2026-11-30T09:05:00.000Z'));
    await pairs.noteTried({ ...key, pairId: 'gone' }, Date.parse('2026-11-30T09:05:00.000Z'));

    expect((await pairs.waiting(10)).map(({ pairId }) => pairId)).toEqual(['late', 'early']);
    expect((await pairs.get({ ...key, pairId: 'early' }))?.tokenVersion).toBe(4);
  });
}
