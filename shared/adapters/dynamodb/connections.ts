import * as z from 'zod/mini';
import { type Connection, connectionItem } from '../../contracts/connection-item.ts';
import { provider } from '../../contracts/ids.ts';
import type { StoredForms } from '../../contracts/stored-forms.ts';
import { type SweepPart, sweepPlaceOf } from '../../domain/tokens/sweep-place.ts';
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
} from '../../ports/connections.ts';
import type { Change } from './change.ts';
import type { Condition } from './condition.ts';
import {
  connectionAt,
  type DirectoryEntry,
  type ItemKey,
  instantSort,
  keys,
  operatorPartition,
  prefixes,
} from './keys.ts';
import { DynamoMailWatches } from './mail-watches.ts';
import type { Table } from './table.ts';

/** What the search for rows that are leaving needs of one. */
const leavingFields = z.object({ operatorId: z.string(), provider, status: z.string() });

const keyFields = z.object({ operatorId: z.string(), provider });

const leaseFields = ['leaseOwner', 'leaseUntilEpochMs'];
const directoryFields = ['directoryKey', 'directorySort'];

/** Connections. Connected rows are in the directory where the sweep over tokens looks for them. */
export class DynamoConnections implements Connections {
  readonly #table: Table;
  readonly #forms: StoredForms;
  readonly #mailWatches: DynamoMailWatches;

  constructor(parts: { table: Table; forms: StoredForms }) {
    this.#table = parts.table;
    this.#forms = parts.forms;
    this.#mailWatches = new DynamoMailWatches(parts);
  }

  get(key: ConnectionKey): Promise<Connection | undefined> {
    return this.#table.get(rowOf(key), connectionItem);
  }

  getReadable(key: ConnectionKey): Promise<Connection | undefined> {
    return this.#table.getReadable(rowOf(key), connectionItem);
  }

  list(operatorId: string): Promise<Connection[]> {
    const pk = operatorPartition(operatorId);
    return this.#table.list({ pk, prefix: prefixes.connection, schema: connectionItem });
  }

  /** @throws when the epoch does not go up: two authorizations could then both believe they won. */
  async replace(
    connection: Connection,
    previousEpoch: number,
    previousTokenVersion?: number,
  ): Promise<boolean> {
    if (connection.epoch <= previousEpoch)
      throw new Error('A new authorization needs a new epoch.');
    const isConnected = connection.status === 'connected';
    const entry = isConnected ? this.#sweepEntry(connection) : {};
    const pair = previousTokenVersion === undefined ? {} : { tokenVersion: previousTokenVersion };
    const condition: Condition =
      previousEpoch === 0 ? { isNew: true } : { equals: { epoch: previousEpoch, ...pair } };
    return this.#table.putIf(rowOf(connection), { ...connection, ...entry }, condition);
  }

  takeLease(
    fence: TokenFence,
    lease: { nowEpochMs: number; untilEpochMs: number },
  ): Promise<Connection | false> {
    const { tokenVersion, epoch, leaseOwner } = fence;
    const write = {
      change: { set: { leaseOwner, leaseUntilEpochMs: lease.untilEpochMs } },
      condition: {
        equals: { tokenVersion, epoch },
        absentOrAtMost: { leaseUntilEpochMs: lease.nowEpochMs },
      },
    };
    return this.#table.updateIfGiving(rowOf(fence), write, connectionItem);
  }

  storeTokens(
    fence: TokenFence,
    tokens: NewTokens,
    { endpointId }: Pick<Connection, 'endpointId'>,
  ): Promise<boolean> {
    const { expiresAtEpochMs } = tokens;
    const entry = this.#sweepEntry({ ...fence, expiresAtEpochMs, endpointId });
    const next = { status: 'connected', tokenVersion: fence.tokenVersion + 1 };
    const { leaseOwner: _owner, ...pair } = fence;
    return this.#changePair(pair, {
      set: { ...tokens, ...entry, ...next },
      remove: [...leaseFields, 'clientRefusedSince'],
    });
  }

  async markNeedsReconnect(fence: TokenFence): Promise<boolean> {
    const isMarked = await this.#changeLeased(fence, {
      set: { status: 'needs_reconnect' },
      remove: [...leaseFields, ...directoryFields],
    });
    if (isMarked) await this.#tellPeople(fence);
    return isMarked;
  }

  async releaseLease(fence: TokenFence): Promise<void> {
    // A lease that is not ours any more needs no release.
    await this.#changeLeased(fence, { remove: leaseFields });
  }

  setEndpoint(key: ConnectionKey & { epoch: number }, endpointId: string): Promise<boolean> {
    const condition = { equals: { epoch: key.epoch } };
    return this.#table.updateIf(rowOf(key), { set: { endpointId } }, condition);
  }

  forgetEndpoint(key: ConnectionKey & { epoch: number }, endpointId: string): Promise<boolean> {
    const condition = { equals: { epoch: key.epoch, endpointId } };
    return this.#table.updateIf(rowOf(key), { remove: ['endpointId'] }, condition);
  }

  beginDisconnect(
    fence: PairFence,
    { since, actor, sealedTokens }: { since: string; actor: string; sealedTokens: string },
  ): Promise<boolean> {
    const entry = leavingEntry(since);
    const status = { status: 'disconnecting', epoch: fence.epoch + 1, leaving: { since, actor } };
    return this.#changePair(fence, {
      set: { ...status, ...entry, sealedTokens },
      remove: [...leaseFields, 'sinceEpoch', 'sinceAt', 'clientRefusedSince'],
    });
  }

  keepForRevocation(
    fence: TokenFence,
    tokens: { sealedTokens: string; expiresAtEpochMs: number },
  ): Promise<boolean> {
    return this.#changeLeased(fence, { set: { ...tokens, tokenVersion: fence.tokenVersion + 1 } });
  }

  noteLeaving(fence: TokenFence, leaving: Leaving): Promise<boolean> {
    return this.#changeLeased(fence, { set: { leaving: definedOf(leaving) } });
  }

  async finishDisconnect(fence: TokenFence, end: DisconnectEnd): Promise<boolean> {
    const { at: disconnectedAt, by: disconnectedBy, ...left } = end;
    const isFinished = await this.#changeLeased(fence, {
      set: { status: 'disconnected', sealedTokens: '', disconnectedAt, disconnectedBy, ...left },
      remove: [...leaseFields, ...directoryFields, 'leaving', 'endpointId'],
    });
    if (isFinished) await this.#tellPeople(fence);
    return isFinished;
  }

  async leaving(atMost: number): Promise<ConnectionKey[]> {
    const found: ConnectionKey[] = [];
    for await (const page of this.#table.directory('LEAVING')) {
      const rows = await Promise.all(
        page.map((key) => this.#table.getReadable(key, leavingFields)),
      );
      found.push(...rows.filter((row) => row?.status === 'disconnecting').flatMap(keysOf));
      if (found.length >= atMost) break;
    }
    return found.slice(0, atMost);
  }

  async noteTried(key: ConnectionKey, atEpochMs: number): Promise<void> {
    const change = { set: { directorySort: instantSort(atEpochMs) } };
    await this.#table.updateIf(rowOf(key), change, { equals: { status: 'disconnecting' } });
  }

  noteClientRefused(fence: PairFence, since: string | undefined): Promise<boolean> {
    const field = 'clientRefusedSince';
    return this.#changePair(
      fence,
      since === undefined ? { remove: [field] } : { set: { [field]: since } },
    );
  }

  rewrapTokens(fence: PairFence, sealedTokens: string): Promise<boolean> {
    return this.#changePair(fence, { set: { sealedTokens } });
  }

  everyKey(): Promise<ConnectionKey[]> {
    return this.#table.scan({ attribute: 'sk', with: prefixes.connection }, keyFields);
  }

  async sweepPage(part: SweepPart, span: SweepSpan): Promise<SweptPage> {
    const { beforeEpochMs, after, atMost } = span;
    const bound = beforeEpochMs === undefined ? {} : { before: instantSort(beforeEpochMs) };
    const place = { span: bound, after, atMost };
    const { entries, next } = await this.#table.directoryPage(sweepKey(part), place);
    const found = entries.map(({ key }) => connectionAt(key));
    return { keys: found.filter((key) => key !== undefined), next };
  }

  manyReadable(wanted: ConnectionKey[]): Promise<Connection[]> {
    return this.#table.manyReadable(wanted.map(rowOf), connectionItem);
  }

  async placeForSweep(row: Connection): Promise<boolean> {
    // There is one place only, where each renewal puts it anyway.
    if (this.#forms === 'former') return true;
    return this.#place(row, sweepEntry(row));
  }

  placeAsBefore(row: Connection): Promise<boolean> {
    return this.#place(row, formerEntry(row));
  }

  #sweepEntry(row: Parameters<typeof sweepPlaceOf>[0]): DirectoryEntry {
    return this.#forms === 'former' ? formerEntry(row) : sweepEntry(row);
  }

  #place(row: Connection, entry: DirectoryEntry): Promise<boolean> {
    const { tokenVersion, epoch, status } = row;
    const condition = { equals: { tokenVersion, epoch, status } };
    return this.#table.updateIf(rowOf(row), { set: { ...entry } }, condition);
  }

  /** Its owner is written to: whoever sends mails looks at the operator at once. */
  async #tellPeople({ operatorId }: ConnectionKey): Promise<void> {
    try {
      await this.#mailWatches.lookNow(operatorId, Date.now());
    } catch {
      // Recovery: what happened is stored, and the look of the next morning finds it.
    }
  }

  #changePair({ tokenVersion, epoch, ...key }: PairFence, change: Change): Promise<boolean> {
    return this.#table.updateIf(rowOf(key), change, { equals: { tokenVersion, epoch } });
  }

  #changeLeased(fence: TokenFence, change: Change): Promise<boolean> {
    const { tokenVersion, epoch, leaseOwner } = fence;
    const condition = { equals: { tokenVersion, epoch, leaseOwner } };
    return this.#table.updateIf(rowOf(fence), change, condition);
  }
}

function rowOf(key: ConnectionKey): ItemKey {
  return keys.connection(key.operatorId, key.provider);
}

function sweepEntry(row: Parameters<typeof sweepPlaceOf>[0]): DirectoryEntry {
  const { part, dueEpochMs } = sweepPlaceOf(row);
  return { directoryKey: sweepKey(part), directorySort: instantSort(dueEpochMs) };
}

/** Where versions before look for it: by the end of its token. */
function formerEntry({ expiresAtEpochMs }: Pick<Connection, 'expiresAtEpochMs'>): DirectoryEntry {
  return {
    directoryKey: sweepKey({ kind: 'former' }),
    directorySort: instantSort(expiresAtEpochMs),
  };
}

function sweepKey(part: SweepPart): DirectoryEntry['directoryKey'] {
  if (part.kind === 'former') return 'DUE';
  if (part.kind === 'half_made') return 'HALF_MADE';
  return `DUE#${part.provider}#${part.shard}`;
}

function leavingEntry(since: string): DirectoryEntry {
  return { directoryKey: 'LEAVING', directorySort: instantSort(Date.parse(since)) };
}

function keysOf(row: ConnectionKey | undefined): ConnectionKey[] {
  return row === undefined ? [] : [{ operatorId: row.operatorId, provider: row.provider }];
}

/** The document client refuses undefined inside a map. */
function definedOf(leaving: Leaving): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(leaving).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
