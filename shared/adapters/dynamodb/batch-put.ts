import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { type BatchPlace, keyText } from './batch-get.ts';
import type { ItemKey } from './keys.ts';

/** DynamoDB takes no more items in one call, and none twice. */
const itemsPerCall = 25;
/** So often in a row nothing more may be written; 1.5 s at the most with the pauses between. */
const fruitlessAtMost = 5;
const firstPauseMs = 50;

/** Some items of a batch were not written. The work that needs them is begun again. */
export class UnwrittenItemsError extends Error {
  override readonly name = 'UnwrittenItemsError';

  constructor(unwritten: number) {
    super(
      `DynamoDB left ${unwritten} items of a batch unwritten. They are written with the next try.`,
    );
  }
}

type Item = ItemKey & Record<string, unknown>;

/**
 * Writes whole items over whatever stands there, in as few calls as DynamoDB allows. They are no
 * transaction: some may be there when it fails.
 * @throws UnwrittenItemsError when the table is too busy for the rest, time and again.
 */
export async function batchPut(items: Item[], place: BatchPlace): Promise<void> {
  const distinct = [...new Map(items.map((item) => [keyText(item), item])).values()];
  for (let at = 0; at < distinct.length; at += itemsPerCall)
    await putAll(distinct.slice(at, at + itemsPerCall), place);
}

async function putAll(items: Item[], place: BatchPlace): Promise<void> {
  let open = items;
  let fruitless = 0;
  for (;;) {
    const left = await putSome(open, place);
    if (left.length === 0) return;
    fruitless = left.length < open.length ? 0 : fruitless + 1;
    if (fruitless >= fruitlessAtMost) throw new UnwrittenItemsError(left.length);
    open = left;
    await place.pause(firstPauseMs * 2 ** fruitless);
  }
}

/** Returns what was not written. */
async function putSome(items: Item[], { client, tableName }: BatchPlace): Promise<Item[]> {
  const requests = items.map((item) => ({ PutRequest: { Item: item } }));
  const { UnprocessedItems } = await client.send(
    new BatchWriteCommand({ RequestItems: { [tableName]: requests } }),
  );
  const left = new Set(
    (UnprocessedItems?.[tableName] ?? []).map(({ PutRequest }) => textOf(PutRequest?.Item ?? {})),
  );
  return items.filter((item) => left.has(keyText(item)));
}

function textOf({ pk, sk }: Record<string, unknown>): string {
  return keyText({ pk: String(pk), sk: String(sk) });
}
