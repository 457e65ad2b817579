import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ItemKey } from './keys.ts';

/** DynamoDB takes no more keys in one call, and none twice. */
const keysPerCall = 100;
/** So often in a row nothing more may be answered; 1.5 s at the most with the pauses between. */
const fruitlessAtMost = 5;
const firstPauseMs = 50;

/** Some keys of a batch were never answered: whether there is an item under them is not known. */
export class UnansweredKeysError extends Error {
  override readonly name = 'UnansweredKeysError';

  constructor(unanswered: number) {
    super(
      `DynamoDB left ${unanswered} keys of a batch unanswered. It is asked again with the work.`,
    );
  }
}

export interface BatchPlace {
  client: DynamoDBDocumentClient;
  tableName: string;
  pause: (durationMs: number) => Promise<unknown>;
}

/**
 * The items under the keys, by `keyText`. What is missing from the map is not in the table: a batch is
 * answered in parts when it is too large or the table too busy, and the rest is asked for until all is
 * answered.
 * @throws UnansweredKeysError when that does not end.
 */
export async function batchGet(
  keys: ItemKey[],
  place: BatchPlace,
): Promise<Map<string, Record<string, unknown>>> {
  const distinct = [...new Map(keys.map((key) => [keyText(key), key])).values()];
  const found = new Map<string, Record<string, unknown>>();
  for (let at = 0; at < distinct.length; at += keysPerCall) {
    const items = await getAll(distinct.slice(at, at + keysPerCall), place);
    for (const item of items) found.set(textOf(item), item);
  }
  return found;
}

export function keyText({ pk, sk }: ItemKey): string {
  return JSON.stringify([pk, sk]);
}

async function getAll(keys: ItemKey[], place: BatchPlace) {
  const items: Array<Record<string, unknown>> = [];
  let open = keys;
  let fruitless = 0;
  for (;;) {
    const answer = await getSome(open, place);
    items.push(...answer.items);
    if (answer.unanswered.length === 0) return items;
    fruitless = answer.unanswered.length < open.length ? 0 : fruitless + 1;
    if (fruitless >= fruitlessAtMost) throw new UnansweredKeysError(answer.unanswered.length);
    open = answer.unanswered;
    await place.pause(firstPauseMs * 2 ** fruitless);
  }
}

async function getSome(keys: ItemKey[], { client, tableName }: BatchPlace) {
  const { Responses, UnprocessedKeys } = await client.send(
    new BatchGetCommand({ RequestItems: { [tableName]: { Keys: keys, ConsistentRead: true } } }),
  );
  const items = Responses?.[tableName];
  // An answer that says nothing of the table says nothing of absence either.
  if (items === undefined) return { items: [], unanswered: keys };
  const left = new Set((UnprocessedKeys?.[tableName]?.Keys ?? []).map(textOf));
  return { items, unanswered: keys.filter((key) => left.has(keyText(key))) };
}

function textOf(item: Record<string, unknown>): string {
  return keyText({ pk: String(item.pk), sk: String(item.sk) });
}
