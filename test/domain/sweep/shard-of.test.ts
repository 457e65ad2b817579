import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shardOf, shardsInTurn } from '../../../shared/domain/sweep/shard-of.ts';

describe('shardOf', () => {
  it('stays within the shards, and gives an id the same one each time', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 64 }), (operatorId, shards) => {
        const shard = shardOf(operatorId, shards);
        return shard >= 0 && shard < shards && shard === shardOf(operatorId, shards);
      }),
    );
  });

  it.each([
    ['counted up', (n: number) => `operator-${n}`],
    [
      'uuids of one prefix',
      (n: number) => `0b7e4f6a-51c2-4d0e-9a3b-${String(n).padStart(12, '0')}`,
    ],
  ])('spreads ids evenly that are %s', (_what, idOf) => {
    const ids = Array.from({ length: 16_000 }, (_, n) => idOf(n));
    for (const shards of [4, 16]) {
      const held = [...Map.groupBy(ids, (id) => shardOf(id, shards)).values()];
      const sizes = held.map((some) => some.length / (ids.length / shards));

      expect(sizes).toHaveLength(shards);
      expect(Math.max(...sizes)).toBeLessThan(1.15);
      expect(Math.min(...sizes)).toBeGreaterThan(0.85);
    }
  });

  it('leaves everything where it is looked for when the shards are doubled', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (operatorId) => shardOf(operatorId, 8) % 4 === shardOf(operatorId, 4),
      ),
    );
  });
});

describe('shardsInTurn', () => {
  it('names every shard once, and begins with the next one at the next tick', () => {
    expect(shardsInTurn(4, 6)).toEqual([2, 3, 0, 1]);
    expect(shardsInTurn(4, 7)).toEqual([3, 0, 1, 2]);
    expect(shardsInTurn(1, 7)).toEqual([0]);
  });
});
