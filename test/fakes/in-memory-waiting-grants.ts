import type { WaitingGrant } from '../../shared/contracts/account-items.ts';
import type { WaitingGrantKey, WaitingGrants } from '../../shared/ports/waiting-grants.ts';
import { Faults } from './faults.ts';
import { type IndexLag, InMemoryDirectory, noLag } from './in-memory-directory.ts';

export class InMemoryWaitingGrants implements WaitingGrants {
  readonly faults = new Faults();
  readonly #rows = new Map<string, WaitingGrant>();
  readonly #waiting: InMemoryDirectory;

  constructor(lag: IndexLag = noLag) {
    this.#waiting = new InMemoryDirectory('WAITING', lag);
  }

  async put(grant: WaitingGrant): Promise<void> {
    this.faults.check('put');
    this.#rows.set(keyOf(grant), structuredClone(grant));
    this.#waiting.note(keyOf(grant), grant.expiresAtEpochMs);
  }

  async get(key: WaitingGrantKey): Promise<WaitingGrant | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(keyOf(key)));
  }

  async answer(grant: WaitingGrant, atEpochMs: number, untilEpochMs: number): Promise<boolean> {
    this.faults.check('answer');
    const row = this.#rows.get(keyOf(grant));
    if (row?.grantId !== grant.grantId || row.answeredAtEpochMs !== undefined) return false;
    this.#rows.set(keyOf(grant), {
      ...row,
      answeredAtEpochMs: atEpochMs,
      expiresAtEpochMs: untilEpochMs,
    });
    this.#waiting.note(keyOf(grant), untilEpochMs);
    return true;
  }

  async remove(grant: WaitingGrant): Promise<void> {
    this.faults.check('remove');
    if (this.#rows.get(keyOf(grant))?.grantId !== grant.grantId) return;
    this.#rows.delete(keyOf(grant));
    this.#waiting.note(keyOf(grant), undefined);
  }

  async list(operatorId: string): Promise<WaitingGrant[]> {
    this.faults.check('list');
    return structuredClone([...this.#rows.values()].filter((row) => row.operatorId === operatorId));
  }

  async everyKey(): Promise<WaitingGrantKey[]> {
    this.faults.check('everyKey');
    return [...this.#rows.values()].map(({ operatorId, provider, waitingId }) => ({
      operatorId,
      provider,
      waitingId,
    }));
  }

  async rewrapTokens(grant: WaitingGrant, sealedTokens: string): Promise<boolean> {
    this.faults.check('rewrapTokens');
    const row = this.#rows.get(keyOf(grant));
    const isSame = row?.grantId === grant.grantId && row.sealedTokens === grant.sealedTokens;
    if (isSame) this.#rows.set(keyOf(grant), { ...row, sealedTokens });
    return isSame;
  }

  async expired(beforeEpochMs: number, atMost: number): Promise<WaitingGrantKey[]> {
    this.faults.check('expired');
    return this.#waiting
      .search({ before: beforeEpochMs })
      .map((id) => this.#rows.get(id))
      .filter((row) => row !== undefined)
      .filter(({ expiresAtEpochMs }) => expiresAtEpochMs < beforeEpochMs)
      .slice(0, atMost)
      .map(({ operatorId, provider, waitingId }) => ({ operatorId, provider, waitingId }));
  }
}

function keyOf({ operatorId, provider, waitingId }: WaitingGrantKey): string {
  return [operatorId, provider, waitingId].join(' ');
}
