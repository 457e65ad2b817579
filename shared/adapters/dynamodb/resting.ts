import { type RestingRow, restingItem } from '../../contracts/resting-item.ts';
import type { Resting, RestingMessages } from '../../ports/resting.ts';
import { timeToLive } from './expiry.ts';
import { type DirectoryEntry, instantSort, keys, operatorPartition, prefixes } from './keys.ts';
import type { Table } from './table.ts';

/** SQS hides nothing for longer than 12 hours. */
const goodForMs = 13 * 3_600_000;

/**
 * Receipt handles of hidden messages. Whoever hides writes first and then looks whether they were
 * called back, whoever calls back writes first and then looks what is hidden: one of them sees the other.
 */
export class DynamoResting implements Resting {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  async note(messages: RestingMessages, calledBackSinceEpochMs: number): Promise<boolean> {
    const { operatorId, queue, hiddenAtEpochMs } = messages;
    const entry: DirectoryEntry = {
      directoryKey: 'RESTING',
      directorySort: instantSort(hiddenAtEpochMs),
    };
    const expiry = timeToLive({ expiresAtEpochMs: hiddenAtEpochMs + goodForMs });
    const key = keys.resting(operatorId, queue);
    await this.#table.update(key, { set: { ...messages, ...entry, ...expiry } });
    const { calledBackAtEpochMs = 0 } = (await this.#table.get(key, restingItem)) ?? {};
    return calledBackAtEpochMs < calledBackSinceEpochMs;
  }

  async callBack(
    operatorId: string,
    queue: string,
    atEpochMs: number,
  ): Promise<RestingRow | undefined> {
    const key = keys.resting(operatorId, queue);
    const expiry = timeToLive({ expiresAtEpochMs: atEpochMs + goodForMs });
    await this.#table.update(key, {
      set: { operatorId, queue, calledBackAtEpochMs: atEpochMs, ...expiry },
    });
    return this.#table.get(key, restingItem);
  }

  async forget({ operatorId, queue, hiddenAtEpochMs }: RestingRow): Promise<void> {
    if (hiddenAtEpochMs === undefined) return;
    const remove = [
      'receiptHandles',
      'reason',
      'hiddenAtEpochMs',
      'wantedAtEpochMs',
      'directoryKey',
      'directorySort',
    ];
    await this.#table.updateIf(
      keys.resting(operatorId, queue),
      { remove },
      { equals: { hiddenAtEpochMs } },
    );
  }

  async want(operatorId: string, queue: string, atEpochMs: number): Promise<void> {
    const key = keys.resting(operatorId, queue);
    // Where nothing was ever hidden there is nothing to want.
    await this.#table.updateIf(
      key,
      { set: { wantedAtEpochMs: atEpochMs } },
      { equals: { operatorId } },
    );
  }

  async hiddenOf(operatorId: string): Promise<RestingRow[]> {
    const rows = await this.#table.list({
      pk: operatorPartition(operatorId),
      prefix: prefixes.resting,
      schema: restingItem,
    });
    return rows.filter(({ receiptHandles }) => receiptHandles !== undefined);
  }

  async hidden(atMost: number): Promise<RestingRow[]> {
    const found: RestingRow[] = [];
    for await (const page of this.#table.directory('RESTING')) {
      const rows = await this.#table.manyReadable(page, restingItem);
      found.push(...rows.filter(({ receiptHandles }) => receiptHandles !== undefined));
      if (found.length >= atMost) break;
    }
    return found.slice(0, atMost);
  }
}
