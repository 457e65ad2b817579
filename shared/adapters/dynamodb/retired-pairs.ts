import * as z from 'zod/mini';
import { provider } from '../../contracts/ids.ts';
import { type RetiredPair, retiredPairItem } from '../../contracts/token-pairs.ts';
import type { RetiredPairKey, RetiredPairs } from '../../ports/retired-pairs.ts';
import {
  type DirectoryEntry,
  type ItemKey,
  instantSort,
  keys,
  operatorPartition,
  prefixes,
} from './keys.ts';
import type { Table } from './table.ts';

const keyFields = z.object({ operatorId: z.string(), provider, pairId: z.string() });

/** Retired pairs, in the operator's partition and in the directory until they are gone. */
export class DynamoRetiredPairs implements RetiredPairs {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  async put(pair: RetiredPair): Promise<void> {
    const entry: DirectoryEntry = {
      directoryKey: 'RETIRED',
      directorySort: instantSort(Date.parse(pair.retiredAt)),
    };
    // Not new: it waits already, perhaps refreshed meanwhile, which must not be undone.
    await this.#table.putIf(itemOf(pair), { ...pair, ...entry }, { isNew: true });
  }

  get(key: RetiredPairKey): Promise<RetiredPair | undefined> {
    return this.#table.get(itemOf(key), retiredPairItem);
  }

  list(operatorId: string): Promise<RetiredPair[]> {
    const pk = operatorPartition(operatorId);
    return this.#table.list({ pk, prefix: prefixes.retired, schema: retiredPairItem });
  }

  takeLease(
    key: RetiredPairKey,
    lease: { nowEpochMs: number; untilEpochMs: number },
  ): Promise<boolean> {
    return this.#table.updateIf(
      itemOf(key),
      { set: { leaseUntilEpochMs: lease.untilEpochMs } },
      {
        equals: { pairId: key.pairId },
        absentOrAtMost: { leaseUntilEpochMs: lease.nowEpochMs },
      },
    );
  }

  async releaseLease(key: RetiredPairKey, leaseUntilEpochMs: number): Promise<void> {
    const condition = { equals: { pairId: key.pairId, leaseUntilEpochMs } };
    await this.#table.updateIf(itemOf(key), { remove: ['leaseUntilEpochMs'] }, condition);
  }

  keep(
    pair: RetiredPair,
    tokens: { sealedTokens: string; expiresAtEpochMs: number },
  ): Promise<boolean> {
    const set = { ...tokens, tokenVersion: pair.tokenVersion + 1 };
    const condition = { equals: { tokenVersion: pair.tokenVersion } };
    return this.#table.updateIf(itemOf(pair), { set }, condition);
  }

  remove(key: RetiredPairKey): Promise<void> {
    return this.#table.delete(itemOf(key));
  }

  async noteTried(key: RetiredPairKey, atEpochMs: number): Promise<void> {
    const change = { set: { directorySort: instantSort(atEpochMs) } };
    await this.#table.updateIf(itemOf(key), change, { equals: { pairId: key.pairId } });
  }

  everyKey(): Promise<RetiredPairKey[]> {
    return this.#table.scan({ attribute: 'sk', with: prefixes.retired }, keyFields);
  }

  async waiting(atMost: number): Promise<RetiredPairKey[]> {
    const found: RetiredPairKey[] = [];
    for await (const page of this.#table.directory('RETIRED')) {
      const rows = await Promise.all(page.map((key) => this.#table.getReadable(key, keyFields)));
      found.push(...rows.filter((row) => row !== undefined));
      if (found.length >= atMost) break;
    }
    return found.slice(0, atMost);
  }
}

function itemOf({ operatorId, provider: name, pairId }: RetiredPairKey): ItemKey {
  return keys.retired(operatorId, name, pairId);
}
