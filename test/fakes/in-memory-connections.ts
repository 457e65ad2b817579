import type { Connection } from '../../shared/contracts/stored-items.ts';
import type { ConnectionKey, Connections, TokenFence } from '../../shared/ports/connections.ts';
import { Faults } from './faults.ts';

export class InMemoryConnections implements Connections {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Connection>();

  /** Puts a row there without any fence, to arrange a test. */
  seed(connection: Connection): void {
    this.#rows.set(keyOf(connection), structuredClone(connection));
  }

  async get(key: ConnectionKey): Promise<Connection | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(keyOf(key)));
  }

  async list(operatorId: string): Promise<Connection[]> {
    this.faults.check('list');
    const rows = [...this.#rows.values()].filter((row) => row.operatorId === operatorId);
    return structuredClone(rows.sort((a, b) => (a.provider < b.provider ? -1 : 1)));
  }

  async replace(connection: Connection, previousEpoch: number): Promise<boolean> {
    this.faults.check('replace');
    if (connection.epoch <= previousEpoch)
      throw new Error('A new authorization needs a new epoch.');
    if ((this.#rows.get(keyOf(connection))?.epoch ?? 0) !== previousEpoch) return false;
    this.seed(connection);
    return true;
  }

  async takeLease(
    fence: TokenFence,
    lease: { nowEpochMs: number; untilEpochMs: number },
  ): Promise<boolean> {
    this.faults.check('takeLease');
    const row = this.#rows.get(keyOf(fence));
    if (row?.tokenVersion !== fence.tokenVersion || row.epoch !== fence.epoch) return false;
    if ((row.leaseUntilEpochMs ?? 0) > lease.nowEpochMs) return false;
    this.seed({ ...row, leaseOwner: fence.leaseOwner, leaseUntilEpochMs: lease.untilEpochMs });
    return true;
  }

  async storeTokens(
    fence: TokenFence,
    tokens: { sealedTokens: string; expiresAtEpochMs: number; scopes: string },
  ): Promise<boolean> {
    this.faults.check('storeTokens');
    return this.#changeLeased(fence, { ...tokens, tokenVersion: fence.tokenVersion + 1 });
  }

  async markNeedsReconnect(fence: TokenFence): Promise<boolean> {
    this.faults.check('markNeedsReconnect');
    return this.#changeLeased(fence, { status: 'needs_reconnect' });
  }

  async releaseLease(fence: TokenFence): Promise<void> {
    this.faults.check('releaseLease');
    this.#changeLeased(fence, {});
  }

  async setEndpoint(key: ConnectionKey & { epoch: number }, endpointId: string): Promise<boolean> {
    this.faults.check('setEndpoint');
    const row = this.#rows.get(keyOf(key));
    if (row?.epoch !== key.epoch) return false;
    this.seed({ ...row, endpointId });
    return true;
  }

  async due(beforeEpochMs: number, atMost: number): Promise<ConnectionKey[]> {
    this.faults.check('due');
    return [...this.#rows.values()]
      .filter((row) => row.status === 'connected' && row.expiresAtEpochMs < beforeEpochMs)
      .sort((a, b) => a.expiresAtEpochMs - b.expiresAtEpochMs)
      .slice(0, atMost)
      .map(({ operatorId, provider }) => ({ operatorId, provider }));
  }

  #changeLeased(fence: TokenFence, change: Partial<Connection>): boolean {
    const row = this.#rows.get(keyOf(fence));
    if (row?.tokenVersion !== fence.tokenVersion || row.epoch !== fence.epoch) return false;
    if (row.leaseOwner !== fence.leaseOwner) return false;
    const { leaseOwner: _owner, leaseUntilEpochMs: _until, ...rest } = row;
    this.seed({ ...rest, ...change });
    return true;
  }
}

function keyOf(key: ConnectionKey): string {
  return `${key.operatorId} ${key.provider}`;
}
