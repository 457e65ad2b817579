import type { RetiredPair } from '../../shared/contracts/token-pairs.ts';
import type { RetiredPairKey, RetiredPairs } from '../../shared/ports/retired-pairs.ts';
import { Faults } from './faults.ts';

export class InMemoryRetiredPairs implements RetiredPairs {
  readonly faults = new Faults();
  readonly #rows = new Map<string, RetiredPair>();
  readonly #triedAt = new Map<string, string>();

  async put(pair: RetiredPair): Promise<void> {
    this.faults.check('put');
    if (!this.#rows.has(keyOf(pair))) this.#rows.set(keyOf(pair), structuredClone(pair));
  }

  async get(key: RetiredPairKey): Promise<RetiredPair | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(keyOf(key)));
  }

  async list(operatorId: string): Promise<RetiredPair[]> {
    this.faults.check('list');
    return structuredClone([...this.#rows.values()].filter((row) => row.operatorId === operatorId));
  }

  async takeLease(
    key: RetiredPairKey,
    lease: { nowEpochMs: number; untilEpochMs: number },
  ): Promise<boolean> {
    this.faults.check('takeLease');
    const row = this.#rows.get(keyOf(key));
    if (row === undefined || (row.leaseUntilEpochMs ?? 0) > lease.nowEpochMs) return false;
    this.#rows.set(keyOf(key), { ...row, leaseUntilEpochMs: lease.untilEpochMs });
    return true;
  }

  async releaseLease(key: RetiredPairKey, untilEpochMs: number): Promise<void> {
    this.faults.check('releaseLease');
    const row = this.#rows.get(keyOf(key));
    if (row?.leaseUntilEpochMs !== untilEpochMs) return;
    const { leaseUntilEpochMs: _until, ...rest } = row;
    this.#rows.set(keyOf(key), rest);
  }

  async keep(
    pair: RetiredPair,
    tokens: { sealedTokens: string; expiresAtEpochMs: number },
  ): Promise<boolean> {
    this.faults.check('keep');
    const row = this.#rows.get(keyOf(pair));
    if (row?.tokenVersion !== pair.tokenVersion) return false;
    this.#rows.set(keyOf(pair), { ...row, ...tokens, tokenVersion: row.tokenVersion + 1 });
    return true;
  }

  async remove(key: RetiredPairKey): Promise<void> {
    this.faults.check('remove');
    this.#rows.delete(keyOf(key));
  }

  async noteTried(key: RetiredPairKey, atEpochMs: number): Promise<void> {
    this.faults.check('noteTried');
    if (!this.#rows.has(keyOf(key))) return;
    this.#triedAt.set(keyOf(key), new Date(atEpochMs).toISOString());
  }

  #lastTried(row: RetiredPair): string {
    return this.#triedAt.get(keyOf(row)) ?? row.retiredAt;
  }

  async everyKey(): Promise<RetiredPairKey[]> {
    this.faults.check('everyKey');
    return [...this.#rows.values()].map(({ operatorId, provider, pairId }) => ({
      operatorId,
      provider,
      pairId,
    }));
  }

  async waiting(atMost: number): Promise<RetiredPairKey[]> {
    this.faults.check('waiting');
    return [...this.#rows.values()]
      .sort((a, b) => (this.#lastTried(a) < this.#lastTried(b) ? -1 : 1))
      .slice(0, atMost)
      .map(({ operatorId, provider, pairId }) => ({ operatorId, provider, pairId }));
  }
}

function keyOf(key: RetiredPairKey): string {
  return [key.operatorId, key.provider, key.pairId].join(' ');
}
