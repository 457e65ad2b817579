import * as z from 'zod/mini';
import { type WaitingGrant, waitingGrantItem } from '../../contracts/account-items.ts';
import { provider } from '../../contracts/ids.ts';
import type { WaitingGrantKey, WaitingGrants } from '../../ports/waiting-grants.ts';
import {
  type DirectoryEntry,
  type ItemKey,
  instantSort,
  keys,
  operatorPartition,
  prefixes,
} from './keys.ts';
import type { Table } from './table.ts';

const keyFields = z.object({ operatorId: z.string(), provider, waitingId: z.string() });

/** Waiting grants, in the operator's partition and in the directory by the end of their wait. */
export class DynamoWaitingGrants implements WaitingGrants {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  put(grant: WaitingGrant): Promise<void> {
    const entry: DirectoryEntry = {
      directoryKey: 'WAITING',
      directorySort: instantSort(grant.expiresAtEpochMs),
    };
    return this.#table.put(itemOf(grant), { ...grant, ...entry });
  }

  get(key: WaitingGrantKey): Promise<WaitingGrant | undefined> {
    return this.#table.get(itemOf(key), waitingGrantItem);
  }

  answer(grant: WaitingGrant, atEpochMs: number, untilEpochMs: number): Promise<boolean> {
    const until = { expiresAtEpochMs: untilEpochMs, directorySort: instantSort(untilEpochMs) };
    return this.#table.updateIf(
      itemOf(grant),
      { set: { answeredAtEpochMs: atEpochMs, ...until } },
      // No grant is answered at the beginning of time: it has to be missing.
      { equals: { grantId: grant.grantId }, absentOrAtMost: { answeredAtEpochMs: 0 } },
    );
  }

  async remove(grant: WaitingGrant): Promise<void> {
    await this.#table.deleteIf(itemOf(grant), { equals: { grantId: grant.grantId } });
  }

  list(operatorId: string): Promise<WaitingGrant[]> {
    const pk = operatorPartition(operatorId);
    return this.#table.list({ pk, prefix: prefixes.waiting, schema: waitingGrantItem });
  }

  everyKey(): Promise<WaitingGrantKey[]> {
    return this.#table.scan({ attribute: 'sk', with: prefixes.waiting }, keyFields);
  }

  rewrapTokens(grant: WaitingGrant, sealedTokens: string): Promise<boolean> {
    const { grantId, sealedTokens: from } = grant;
    const condition = { equals: { grantId, sealedTokens: from } };
    return this.#table.updateIf(itemOf(grant), { set: { sealedTokens } }, condition);
  }

  async expired(beforeEpochMs: number, atMost: number): Promise<WaitingGrantKey[]> {
    const found: WaitingGrantKey[] = [];
    const span = { before: instantSort(beforeEpochMs) };
    for await (const page of this.#table.directory('WAITING', span)) {
      const rows = await Promise.all(
        page.map((key) => this.#table.getReadable(key, waitingGrantItem)),
      );
      for (const row of rows) {
        if (row === undefined || row.expiresAtEpochMs >= beforeEpochMs) continue;
        const { operatorId, provider, waitingId } = row;
        found.push({ operatorId, provider, waitingId });
      }
      if (found.length >= atMost) break;
    }
    return found.slice(0, atMost);
  }
}

function itemOf({ operatorId, provider, waitingId }: WaitingGrantKey): ItemKey {
  return keys.waiting(operatorId, provider, waitingId);
}
