import type { Connection } from '../../contracts/connection-item.ts';
import { ageMsOf } from '../../domain/age-of.ts';
import { refreshAheadMs } from '../../domain/tokens/refresh-rhythm.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ConnectionKey, Connections } from '../../ports/connections.ts';

/** A row of a live connection, and when its reading began: what it shows may be as old as that. */
export interface ReadConnection {
  connection: Connection;
  readAtEpochMs: number;
}

/** A call may begin until 24 s after the reading of its row: the rest is for the caps to wait in. */
const recentForMs = 10_000;
/**
 * While a refresh is due another worker may store a newer pair at any moment, and a call that is refused
 * for the former one costs more than a read.
 */
const recentForWhenDueMs = 2_000;
/** One row each; the oldest goes. */
const rowsAtMost = 1_000;

/**
 * Rows of connections as this process read them a moment ago, so that the calls of one batch do not
 * read the same row each. Only rows that are connected are remembered: that one is missing, or waits for
 * its operator, is always read. A token that is refused makes it forget the row, and so does, by
 * `rememberedConnections`, whatever the process writes.
 */
export class RecentConnections {
  readonly #connections: Pick<Connections, 'get'>;
  readonly #clock: Pick<Clock, 'nowEpochMs'>;
  readonly #rows = new Map<string, ReadConnection>();
  /** What was read before the latest `forget` is not remembered after it. */
  #forgotten = 0;

  constructor(parts: {
    connections: Pick<Connections, 'get'>;
    clock: Pick<Clock, 'nowEpochMs'>;
  }) {
    this.#connections = parts.connections;
    this.#clock = parts.clock;
  }

  /** What was read of it a moment ago; undefined: it has to be read. */
  kept(key: ConnectionKey): ReadConnection | undefined {
    const row = this.#rows.get(idOf(key));
    if (row === undefined) return undefined;
    const nowEpochMs = this.#clock.nowEpochMs();
    const { provider, expiresAtEpochMs } = row.connection;
    const isDue = expiresAtEpochMs - nowEpochMs <= refreshAheadMs(provider);
    const ageMs = ageMsOf(row.readAtEpochMs, nowEpochMs);
    return ageMs <= (isDue ? recentForWhenDueMs : recentForMs) ? row : undefined;
  }

  /** Reads it anew. */
  async read(
    key: ConnectionKey,
  ): Promise<{ connection: Connection | undefined; readAtEpochMs: number }> {
    const readAtEpochMs = this.#clock.nowEpochMs();
    const connection = await this.noting(
      () => this.#connections.get(key),
      (row) => (row === undefined ? [] : [row]),
      [key],
    );
    return { connection, readAtEpochMs };
  }

  /**
   * Remembers the live rows among what somebody reads. `asked`: keys whose rows are among it if they are
   * there; of a row that is not, there is nothing to remember.
   */
  async noting<T>(
    read: () => Promise<T>,
    rowsOf: (answer: T) => readonly Connection[],
    asked: readonly ConnectionKey[] = [],
  ): Promise<T> {
    const reading = { readAtEpochMs: this.#clock.nowEpochMs(), forgotten: this.#forgotten };
    const answer = await read();
    const rows = new Map(rowsOf(answer).map((row) => [idOf(row), row]));
    for (const key of asked) if (!rows.has(idOf(key))) this.#note(key, undefined, reading);
    for (const row of rows.values()) this.#note(row, row, reading);
    return answer;
  }

  forget(key: ConnectionKey): void {
    this.#forgotten += 1;
    this.#rows.delete(idOf(key));
  }

  #note(
    key: ConnectionKey,
    connection: Connection | undefined,
    { readAtEpochMs, forgotten }: { readAtEpochMs: number; forgotten: number },
  ): void {
    const id = idOf(key);
    const keptAtEpochMs = this.#rows.get(id)?.readAtEpochMs ?? 0;
    const isLate = keptAtEpochMs > readAtEpochMs && keptAtEpochMs <= this.#clock.nowEpochMs();
    if (isLate) return;
    this.#rows.delete(id);
    if (forgotten !== this.#forgotten || connection?.status !== 'connected') return;
    this.#rows.set(id, { connection, readAtEpochMs });
    for (const oldest of this.#rows.keys()) {
      if (this.#rows.size <= rowsAtMost) return;
      this.#rows.delete(oldest);
    }
  }
}

function idOf({ operatorId, provider }: ConnectionKey): string {
  return `${operatorId}|${provider}`;
}
