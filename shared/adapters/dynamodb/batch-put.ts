import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { type BatchPlace, inRounds } from './batch-rounds.ts';
import type { ItemKey } from './keys.ts';

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
  await inRounds(items, {
    perCall: 25,
    send: (open) => putSome(open, place),
    pause: place.pause,
    gaveUp: (left) => new UnwrittenItemsError(left),
  });
}

/** Returns what was not written. */
async function putSome(items: Item[], { client, tableName }: BatchPlace) {
  const requests = items.map((item) => ({ PutRequest: { Item: item } }));
  const { UnprocessedItems } = await client.send(
    new BatchWriteCommand({ RequestItems: { [tableName]: requests } }),
  );
  return (UnprocessedItems?.[tableName] ?? []).map(({ PutRequest }) => PutRequest?.Item ?? {});
}
