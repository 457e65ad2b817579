import type { Connection } from '../../shared/contracts/connection-item.ts';
import { type SweepPart, sweepPlaceOf } from '../../shared/domain/tokens/sweep-place.ts';
import type {
  ConnectionKey,
  Connections,
  DisconnectEnd,
  Leaving,
  NewTokens,
  PairFence,
  SweepSpan,
  SweptPage,
  TokenFence,
} from '../../shared/ports/connections.ts';
import { Faults } from './faults.ts';
import { type IndexLag, InMemoryDirectory, noLag } from './in-memory-directory.ts';

export class InMemoryConnections implements Connections {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Connection>();
  readonly #triedAt = new Map<string, string>();
  /** Where the sweep finds a row; as in the index, by what was known when it was written. */
  readonly #parts = new Map<string, InMemoryDirectory>();
  readonly #leaving: InMemoryDirectory;
  readonly #lag: IndexLag;

  constructor(lag: IndexLag = noLag) {
    this.#lag = lag;
    this.#leaving = new InMemoryDirectory('LEAVING', lag);
  }

  /** Puts a row there without any fence, to arrange a test. */
  seed(connection: Connection): void {
    this.#save(connection);
    this.#place(connection);
  }

  /** The same, where versions before put it. */
  seedFormer(connection: Connection): void {
    this.#save(connection);
    this.#putInto({ kind: 'former' }, connection, connection.expiresAtEpochMs);
  }

  #save(connection: Connection): void {
    this.#rows.set(keyOf(connection), structuredClone(connection));
    const { status } = connection;
    if (status !== 'connected') this.#putInto(undefined, connection, 0);
    this.#leaving.note(
      keyOf(connection),
      status === 'disconnecting' ? this.#lastTried(connection) : undefined,
    );
  }

  #place(connection: Connection): void {
    const { part, dueEpochMs } = sweepPlaceOf(connection);
    if (connection.status === 'connected') this.#putInto(part, connection, dueEpochMs);
  }

  /** Into one part of the sweep, out of all others. */
  #putInto(part: SweepPart | undefined, key: ConnectionKey, sort: number): void {
    const name = part && partName(part);
    if (name !== undefined && !this.#parts.has(name))
      this.#parts.set(name, new InMemoryDirectory(name, this.#lag));
    for (const [other, directory] of this.#parts)
      directory.note(keyOf(key), other === name ? sort : undefined);
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
    this.#putInto(undefined, connection, 0);
    this.seed(connection);
    return true;
  }

  async takeLease(
    fence: TokenFence,
    lease: { nowEpochMs: number; untilEpochMs: number },
  ): Promise<Connection | false> {
    this.faults.check('takeLease');
    const row = this.#rows.get(keyOf(fence));
    if (row?.tokenVersion !== fence.tokenVersion || row.epoch !== fence.epoch) return false;
    if ((row.leaseUntilEpochMs ?? 0) > lease.nowEpochMs) return false;
    const leased = { ...row, leaseOwner: fence.leaseOwner, leaseUntilEpochMs: lease.untilEpochMs };
    this.#save(leased);
    return structuredClone(leased);
  }

  async storeTokens(
    fence: TokenFence,
    tokens: NewTokens,
    { endpointId }: Pick<Connection, 'endpointId'>,
  ): Promise<boolean> {
    this.faults.check('storeTokens');
    const row = this.#ofPair(fence);
    if (row === undefined) return false;
    const { clientRefusedSince: _refused, ...rest } = withoutLease(row);
    const stored = { ...rest, ...tokens, tokenVersion: row.tokenVersion + 1 };
    this.#save({ ...stored, status: 'connected' });
    this.#place({ ...stored, status: 'connected', endpointId });
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
    this.#save({ ...row, endpointId });
    return true;
  }

  async forgetEndpoint(
    key: ConnectionKey & { epoch: number },
    endpointId: string,
  ): Promise<boolean> {
    this.faults.check('forgetEndpoint');
    const row = this.#rows.get(keyOf(key));
    if (row?.epoch !== key.epoch || row.endpointId !== endpointId) return false;
    const { endpointId: _endpointId, ...rest } = row;
    this.#save(rest);
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
    this.#save({ ...rest, status: 'disconnecting', epoch: row.epoch + 1, leaving, sealedTokens });
    return true;
  }

  async keepForRevocation(
    fence: TokenFence,
    tokens: { sealedTokens: string; expiresAtEpochMs: number },
  ): Promise<boolean> {
    this.faults.check('keepForRevocation');
    const row = this.#ofLease(fence);
    if (row === undefined) return false;
    this.#save({ ...row, ...tokens, tokenVersion: row.tokenVersion + 1 });
    return true;
  }

  async noteLeaving(fence: TokenFence, leaving: Leaving): Promise<boolean> {
    this.faults.check('noteLeaving');
    const row = this.#ofLease(fence);
    if (row === undefined) return false;
    this.#save({ ...row, leaving });
    return true;
  }

  async finishDisconnect(fence: TokenFence, end: DisconnectEnd): Promise<boolean> {
    this.faults.check('finishDisconnect');
    const row = this.#ofLease(fence);
    if (row === undefined) return false;
    const { leaving: _leaving, endpointId: _endpoint, ...rest } = withoutLease(row);
    const { at: disconnectedAt, by: disconnectedBy, ...others } = end;
    const ended = { disconnectedAt, disconnectedBy, ...others };
    this.#save({ ...rest, ...ended, status: 'disconnected', sealedTokens: '' });
    return true;
  }

  async leaving(atMost: number): Promise<ConnectionKey[]> {
    this.faults.check('leaving');
    const rows = this.#leaving.search().map((id) => this.#rows.get(id));
    return rows
      .filter((row) => row?.status === 'disconnecting')
      .slice(0, atMost)
      .flatMap((row) => (row ? [{ operatorId: row.operatorId, provider: row.provider }] : []));
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
    this.#save(since === undefined ? rest : { ...rest, clientRefusedSince: since });
    return true;
  }

  async rewrapTokens(fence: PairFence, sealedTokens: string): Promise<boolean> {
    this.faults.check('rewrapTokens');
    const row = this.#ofPair(fence);
    if (row !== undefined) this.#save({ ...row, sealedTokens });
    return row !== undefined;
  }

  async everyKey(): Promise<ConnectionKey[]> {
    this.faults.check('everyKey');
    return [...this.#rows.values()].map(({ operatorId, provider }) => ({ operatorId, provider }));
  }

  async sweepPage(part: SweepPart, span: SweepSpan): Promise<SweptPage> {
    this.faults.check('sweepPage');
    const { beforeEpochMs = Number.POSITIVE_INFINITY, after = '', atMost } = span;
    const found = this.#parts.get(partName(part))?.entries({ before: beforeEpochMs }) ?? [];
    const entries = found
      .map(({ id, sort }) => ({ id, cursor: `${String(sort).padStart(16, '0')} ${id}` }))
      .filter(({ cursor }) => cursor > after)
      .sort((left, right) => (left.cursor < right.cursor ? -1 : 1));
    const page = entries.slice(0, atMost);
    const rows = page.map(({ id }) => this.#rows.get(id)).filter((row) => row !== undefined);
    const keys = rows.map(({ operatorId, provider }) => ({ operatorId, provider }));
    return { keys, next: entries.length > atMost ? page.at(-1)?.cursor : undefined };
  }

  async manyReadable(keys: ConnectionKey[]): Promise<Connection[]> {
    this.faults.check('manyReadable');
    const rows = keys.map((key) => this.#rows.get(keyOf(key)));
    return structuredClone(rows.filter((row) => row !== undefined));
  }

  async placeForSweep(row: Connection): Promise<boolean> {
    this.faults.check('placeForSweep');
    const current = this.#ofPair(row);
    if (current?.status !== row.status) return false;
    this.#place(row);
    return true;
  }

  async placeAsBefore(row: Connection): Promise<boolean> {
    this.faults.check('placeAsBefore');
    const current = this.#ofPair(row);
    if (current?.status !== row.status) return false;
    this.#putInto({ kind: 'former' }, row, row.expiresAtEpochMs);
    return true;
  }

  #changeLeased(fence: TokenFence, change: Partial<Connection>): boolean {
    const row = this.#ofLease(fence);
    if (row === undefined) return false;
    this.#save({ ...withoutLease(row), ...change });
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

function partName(part: SweepPart): string {
  return part.kind === 'due' ? `${part.provider} ${part.shard}` : part.kind;
}

function keyOf(key: ConnectionKey): string {
  return `${key.operatorId} ${key.provider}`;
}
