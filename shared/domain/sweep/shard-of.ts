/**
 * A class of the index that is written often lies under several keys, its shards, so that no partition
 * of the index limits the table: one takes 1,000 writes a second. Raising a number of shards moves
 * nothing, since every shard from 0 on is read; lowering it would leave rows behind.
 */

// FNV-1a over the code units: spreads ids that differ in their last character only.
const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/** Returns the shard of an operator, from 0 to below `shards`. The same id is always in the same one. */
export function shardOf(operatorId: string, shards: number): number {
  let hash = offsetBasis;
  for (let at = 0; at < operatorId.length; at += 1) {
    hash = Math.imul(hash ^ operatorId.charCodeAt(at), prime);
  }
  // The lowest bits of the hash alone are no good mixture of all bits of the text.
  return ((hash ^ (hash >>> 16)) >>> 0) % shards;
}

/** Returns all shards, another one first at each tick: what the time did not suffice for comes first once. */
export function shardsInTurn(shards: number, tick: number): number[] {
  const first = tick % shards;
  return Array.from({ length: shards }, (_, index) => (first + index) % shards);
}
