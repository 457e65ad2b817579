import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { type BatchPlace, inRounds, keyText } from './batch-rounds.ts';
import type { ItemKey } from './keys.ts';

type Fields = Record<string, unknown>;

/** Some keys of a batch were never answered: whether there is an item under them is not known. */
export class UnansweredKeysError extends Error {
  override readonly name = 'UnansweredKeysError';

  constructor(unanswered: number) {
    super(
      `DynamoDB left ${unanswered} keys of a batch unanswered. It is asked again with the work.`,
    );
  }
}

/**
 * The items under the keys, by `keyText`. What is missing from the map is not in the table, never only
 * unanswered.
 * @throws UnansweredKeysError when DynamoDB leaves some keys unanswered time and again.
 */
export async function batchGet(keys: ItemKey[], place: BatchPlace): Promise<Map<string, Fields>> {
  const found = new Map<string, Fields>();
  await inRounds(keys, {
    perCall: 100,
    send: async (open) => {
      const { items, unanswered } = await getSome(open, place);
      for (const item of items) found.set(keyText(item), item);
      return unanswered;
    },
    pause: place.pause,
    gaveUp: (left) => new UnansweredKeysError(left),
  });
  return found;
}

async function getSome(keys: ItemKey[], { client, tableName }: BatchPlace) {
  const { Responses, UnprocessedKeys } = await client.send(
    new BatchGetCommand({ RequestItems: { [tableName]: { Keys: keys, ConsistentRead: true } } }),
  );
  const items = Responses?.[tableName];
  // An answer that says nothing of the table says nothing of absence either.
  if (items === undefined) return { items: [], unanswered: keys };
  return { items, unanswered: UnprocessedKeys?.[tableName]?.Keys ?? [] };
}
