import type { Connection } from '../../shared/contracts/connection-item.ts';
import type {
  ConnectionKey,
  Connections,
  DisconnectEnd,
  Leaving,
  PairFence,
  TokenFence,
} from '../../shared/ports/connections.ts';
import { Faults } from './faults.ts';
import { type IndexLag, InMemoryDirectory, noLag } from './in-memory-directory.ts';

export class InMemoryConnections implements Connections {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Connection>();
  readonly #triedAt = new Map<string, string>();
  readonly #due: InMemoryDirectory;
  readonly #leaving: InMemoryDirectory;

  constructor(lag: IndexLag = noLag) {
    this.#due = new InMemoryDirectory('DUE', lag);
    this.#leaving = new InMemoryDirectory('LEAVING', lag);
  }

  /** Puts a row there without any fence, to arrange a test. */
  seed(connection: Connection): void {
    this.#rows.set(keyOf(connection), structuredClone(connection));
    const { status, expiresAtEpochMs } = connection;
    this.#due.note(keyOf(connection), status === 'connected' ? expiresAtEpochMs : undefined);
    this.#leaving.note(
      keyOf(connection),
      status === 'disconnecting' ? this.#lastTried(connection) : undefined,
    );
  }

  async get(key: ConnectionKey): Promise<Connection | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(keyOf(key)));
  }

  getReadable(key: ConnectionKey): Promise<Connection | undefined> {
    return this.get(key);
  }

  async list(operatorId: string): Promise<Connection[]> {
    this.faults.check('list');
    const rows = [...this.#rows.values()].filter((row) => row.operatorId === operatorId);
    return structuredClone(rows.sort((a, b) => (a.provider < b.provider ? -1 : 1)));
  }

  async replace(
    connection: Connection,
    previousEpoch: number,
    previousTokenVersion?: number,
  ): Promise<boolean> {
    this.faults.check('replace');
    if (connection.epoch <= previousEpoch)
      throw new Error('A new authorization needs a new epoch.');
    const row = this.#rows.get(keyOf(connection));
    if ((row?.epoch ?? 0) !== previousEpoch) return false;
    if (row && row.tokenVersion !== (previousTokenVersion ?? row.tokenVersion)) return false;
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
    const row = this.#ofPair(fence);
    if (row === undefined) return false;
    const { clientRefusedSince: _refused, ...rest } = withoutLease(row);
    this.seed({ ...rest, ...tokens, status: 'connected', tokenVersion: row.tokenVersion + 1 });
    return true;
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

  async beginDisconnect(
    fence: PairFence,
    { since, actor, sealedTokens }: { since: string; actor: string; sealedTokens: string },
  ): Promise<boolean> {
    this.faults.check('beginDisconnect');
    const row = this.#ofPair(fence);
    if (row === undefined) return false;
    const {
      sinceEpoch: _epoch,
      sinceAt: _at,
      clientRefusedSince: _refused,
      ...rest
    } = withoutLease(row);
    const leaving = { since, actor };
    this.seed({ ...rest, status: 'disconnecting', epoch: row.epoch + 1, leaving, sealedTokens });
    return true;
  }

  async keepForRevocation(
    fence: TokenFence,
    tokens: { sealedTokens: string; expiresAtEpochMs: number },
  ): Promise<boolean> {
    this.faults.check('keepForRevocation');
    const row = this.#ofLease(fence);
    if (row === undefined) return false;
    this.seed({ ...row, ...tokens, tokenVersion: row.tokenVersion + 1 });
    return true;
  }

  async noteLeaving(fence: TokenFence, leaving: Leaving): Promise<boolean> {
    this.faults.check('noteLeaving');
    const row = this.#ofLease(fence);
    if (row === undefined) return false;
    this.seed({ ...row, leaving });
    return true;
  }

  async finishDisconnect(fence: TokenFence, end: DisconnectEnd): Promise<boolean> {
    this.faults.check('finishDisconnect');
    const row = this.#ofLease(fence);
    if (row === undefined) return false;
    const { leaving: _leaving, endpointId: _endpoint, ...rest } = withoutLease(row);
    const { at: disconnectedAt, by: disconnectedBy, ...others } = end;
    const ended = { disconnectedAt, disconnectedBy, ...others };
    this.seed({ ...rest, ...ended, status: 'disconnected', sealedTokens: '' });
    return true;
  }

  async leaving(atMost: number): Promise<ConnectionKey[]> {
    this.faults.check('leaving');
    return this.#keysOf(this.#leaving.search(), (row) => row.status === 'disconnecting', atMost);
  }

  async noteTried(key: ConnectionKey, atEpochMs: number): Promise<void> {
    this.faults.check('noteTried');
    const row = this.#rows.get(keyOf(key));
    if (row?.status !== 'disconnecting') return;
    const triedAt = new Date(atEpochMs).toISOString();
    this.#triedAt.set(`${keyOf(key)} ${row.epoch}`, triedAt);
    this.#leaving.note(keyOf(key), triedAt);
  }

  #lastTried(row: Connection): string {
    return this.#triedAt.get(`${keyOf(row)} ${row.epoch}`) ?? row.leaving?.since ?? '';
  }

  async noteClientRefused(fence: PairFence, since: string | undefined): Promise<boolean> {
    this.faults.check('noteClientRefused');
    const row = this.#ofPair(fence);
    if (row === undefined) return false;
    const { clientRefusedSince: _before, ...rest } = row;
    this.seed(since === undefined ? rest : { ...rest, clientRefusedSince: since });
    return true;
  }

  async rewrapTokens(fence: PairFence, sealedTokens: string): Promise<boolean> {
    this.faults.check('rewrapTokens');
    const row = this.#ofPair(fence);
    if (row !== undefined) this.seed({ ...row, sealedTokens });
    return row !== undefined;
  }

  async everyKey(): Promise<ConnectionKey[]> {
    this.faults.check('everyKey');
    return [...this.#rows.values()].map(({ operatorId, provider }) => ({ operatorId, provider }));
  }

  async due(beforeEpochMs: number, atMost: number): Promise<ConnectionKey[]> {
    this.faults.check('due');
    const isDue = (row: Connection) =>
      row.status === 'connected' && row.expiresAtEpochMs < beforeEpochMs;
    return this.#keysOf(this.#due.search({ before: beforeEpochMs }), isDue, atMost);
  }

  /** What the index shows, as far as the rows themselves say so. */
  #keysOf(ids: string[], fits: (row: Connection) => boolean, atMost: number): ConnectionKey[] {
    return ids
      .map((id) => this.#rows.get(id))
      .filter((row) => row !== undefined && fits(row))
      .slice(0, atMost)
      .flatMap((row) => (row ? [{ operatorId: row.operatorId, provider: row.provider }] : []));
  }

  #changeLeased(fence: TokenFence, change: Partial<Connection>): boolean {
    const row = this.#ofLease(fence);
    if (row === undefined) return false;
    this.seed({ ...withoutLease(row), ...change });
    return true;
  }

  #ofLease(fence: TokenFence): Connection | undefined {
    const row = this.#ofPair(fence);
    return row?.leaseOwner === fence.leaseOwner ? row : undefined;
  }

  #ofPair(fence: PairFence): Connection | undefined {
    const row = this.#rows.get(keyOf(fence));
    const isSame = row?.tokenVersion === fence.tokenVersion && row.epoch === fence.epoch;
    return isSame ? row : undefined;
  }
}

function withoutLease(row: Connection): Connection {
  const { leaseOwner: _owner, leaseUntilEpochMs: _until, ...rest } = row;
  return rest;
}

function keyOf(key: ConnectionKey): string {
  return `${key.operatorId} ${key.provider}`;
}
