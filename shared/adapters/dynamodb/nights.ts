import type { Target } from '../../contracts/ids.ts';
import { type Night, nightItem } from '../../contracts/night-item.ts';
import type { Nights } from '../../ports/nights.ts';
import { timeToLive } from './expiry.ts';
import { type DirectoryEntry, instantSort, keys, operatorPartition, prefixes } from './keys.ts';
import type { Table } from './table.ts';

/** The night under way in a row of its own, saved over the revision that was read; those of before beside it. */
export class DynamoNights implements Nights {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  get(operatorId: string, target: Target): Promise<Night | undefined> {
    return this.#table.get(keys.night(operatorId, target), nightItem);
  }

  async save(night: Night): Promise<Night | 'conflict'> {
    const { operatorId, target, revision } = night;
    const saved = { ...night, revision: revision + 1 };
    const isSaved = await this.#table.putIf(
      keys.night(operatorId, target),
      { ...saved, ...entryOf(night) },
      revision === 0 ? { isNew: true } : { equals: { revision } },
    );
    return isSaved ? saved : 'conflict';
  }

  async due(beforeEpochMs: number, atMost: number): Promise<Night[]> {
    const found: Night[] = [];
    const before = { before: instantSort(beforeEpochMs) };
    for await (const page of this.#table.directory('NIGHT', before)) {
      const rows = await this.#table.manyReadable(page, nightItem);
      found.push(...rows.filter(({ lookAtEpochMs }) => lookAtEpochMs !== undefined));
      if (found.length >= atMost) break;
    }
    return found.slice(0, atMost);
  }

  keep(night: Night, untilEpochMs: number): Promise<void> {
    const { operatorId, target } = night;
    const end = timeToLive({ expiresAtEpochMs: untilEpochMs });
    return this.#table.put(keys.nightDone(operatorId, target, night), { ...night, ...end });
  }

  latest(operatorId: string, target: Target, atMost: number): Promise<Night[]> {
    return this.#table.list({
      pk: operatorPartition(operatorId),
      prefix: `${prefixes.nightDone}${target}#`,
      schema: nightItem,
      isNewestFirst: true,
      atMost,
    });
  }
}

function entryOf({ lookAtEpochMs }: Night): DirectoryEntry | Record<string, never> {
  if (lookAtEpochMs === undefined) return {};
  return { directoryKey: 'NIGHT', directorySort: instantSort(lookAtEpochMs) };
}
