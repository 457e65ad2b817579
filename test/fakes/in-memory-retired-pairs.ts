import type { RetiredPair } from '../../shared/contracts/token-pairs.ts';
import type { RetiredPairKey, RetiredPairs } from '../../shared/ports/retired-pairs.ts';
import { Faults } from './faults.ts';
import { type IndexLag, InMemoryDirectory, noLag } from './in-memory-directory.ts';

export class InMemoryRetiredPairs implements RetiredPairs {
  readonly faults = new Faults();
  readonly #rows = new Map<string, RetiredPair>();
  readonly #waiting: InMemoryDirectory;

  constructor(lag: IndexLag = noLag) {
    this.#waiting = new InMemoryDirectory('RETIRED', lag);
  }

  async put(pair: RetiredPair): Promise<void> {
    this.faults.check('put');
    if (this.#rows.has(keyOf(pair))) return;
    this.#rows.set(keyOf(pair), structuredClone(pair));
    this.#waiting.note(keyOf(pair), Date.parse(pair.retiredAt));
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
    this.#waiting.note(keyOf(key), undefined);
  }

  async noteTried(key: RetiredPairKey, atEpochMs: number): Promise<void> {
    this.faults.check('noteTried');
    if (this.#rows.has(keyOf(key))) this.#waiting.note(keyOf(key), atEpochMs);
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
    return this.#waiting
      .search()
      .map((id) => this.#rows.get(id))
      .filter((row) => row !== undefined)
      .slice(0, atMost)
      .map(({ operatorId, provider, pairId }) => ({ operatorId, provider, pairId }));
  }
}

function keyOf(key: RetiredPairKey): string {
  return [key.operatorId, key.provider, key.pairId].join(' ');
}
