import { setTimeout as wait } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { batchGet } from './batch-get.ts';
import { batchPut } from './batch-put.ts';
import { type BatchPlace, keyText } from './batch-rounds.ts';
import { type Change, changeExpression } from './change.ts';
import { type Condition, conditionExpression } from './condition.ts';
import {
  type DirectoryPage,
  type DirectoryPlace,
  type DirectorySpan,
  directoryPageSize,
  readDirectory,
} from './directory.ts';
import type { ItemKey } from './keys.ts';
import { MalformedItemError } from './malformed-item-error.ts';
import { parseItem, withoutNonce } from './parse-item.ts';
import { type ScanOf, scanPages } from './scan-pages.ts';

export type Schema<T> = z.ZodMiniType<T>;
type Fields = Record<string, unknown>;

export interface TableParts {
  client: DynamoDBDocumentClient;
  name: string;
  newNonce: () => string;
  /** Between two tries for what a batch left unanswered; @default the system's timer */
  pause?: (durationMs: number) => Promise<unknown>;
}

export interface ListQuery<T> {
  pk: string;
  prefix: string;
  schema: Schema<T>;
  /** Descending by sort key; ascending otherwise. */
  isNewestFirst?: boolean;
  /** Starts behind this key, whether or not there is an item under it. */
  after?: ItemKey;
  atMost?: number;
}

/**
 * The one table. Reads are consistent and parsed; conditional writes answer whether they applied.
 * Only single items are written, never transactions. What the SDK could not get through with its
 * own retries (throttling, 5xx, time-outs) is thrown: whether a write applied is unknown then.
 */
export class Table {
  readonly #client: DynamoDBDocumentClient;
  readonly #name: string;
  readonly #newNonce: () => string;
  readonly #pause: (durationMs: number) => Promise<unknown>;

  constructor(parts: TableParts) {
    this.#client = parts.client;
    this.#name = parts.name;
    this.#newNonce = parts.newNonce;
    this.#pause = parts.pause ?? wait;
  }

  /** @throws MalformedItemError when the item is not what the schema says. */
  async get<T>(key: ItemKey, schema: Schema<T>): Promise<T | undefined> {
    const item = await this.#stored(key);
    return item && parseItem(key, item, schema);
  }

  /**
   * One answer for each key, in their order, from as few calls as DynamoDB allows. Undefined means that
   * the item is not there, never that it was not answered.
   * @throws MalformedItemError, UnansweredKeysError
   */
  async getMany<T>(keys: ItemKey[], schema: Schema<T>): Promise<Array<T | undefined>> {
    const found = await batchGet(keys, this.#batchPlace);
    return keys.map((key) => {
      const item = found.get(keyText(key));
      return item && parseItem(key, item, schema);
    });
  }

  /** For searches across all operators: undefined also when the item is not what the schema says. */
  async getReadable<T>(key: ItemKey, schema: Schema<T>): Promise<T | undefined> {
    try {
      return await this.get(key, schema);
    } catch (error) {
      if (!(error instanceof MalformedItemError)) throw error;
      // Recovery: one bad item must not stop the care of all others; its own reader reports it.
      return undefined;
    }
  }

  /** Those of the items that are there and what the schema says, in the order of the keys. */
  async manyReadable<T>(keys: ItemKey[], schema: Schema<T>): Promise<T[]> {
    const found = await batchGet(keys, this.#batchPlace);
    return keys.flatMap((key) => {
      const item = found.get(keyText(key));
      const parsed = item && z.safeParse(schema, withoutNonce(item));
      return parsed?.success ? [parsed.data] : [];
    });
  }

  /** Items of one partition whose sort keys start with the prefix. */
  async list<T>(query: ListQuery<T>): Promise<T[]> {
    const found: T[] = [];
    const atMost = query.atMost ?? Number.POSITIVE_INFINITY;
    let start: Fields | undefined = query.after && { ...query.after };
    do {
      const { Items, LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          ...this.#startsWith(query.pk, query.prefix),
          ScanIndexForward: !query.isNewestFirst,
          Limit: Number.isFinite(atMost) ? atMost - found.length : undefined,
          ExclusiveStartKey: start,
        }),
      );
      found.push(...(Items ?? []).map((item) => parseItem(keyOf(item), item, query.schema)));
      start = LastEvaluatedKey;
    } while (start && found.length < atMost);
    return found;
  }

  /** The same with the attribute only; those without it are read as well, but not sent. */
  async listHaving<T>(query: ListQuery<T> & { atMost: number }, attribute: string): Promise<T[]> {
    const found: T[] = [];
    let start: Fields | undefined;
    do {
      const { Items, LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          ...this.#startsWith(query.pk, query.prefix),
          FilterExpression: 'attribute_exists(#attribute)',
          ExpressionAttributeNames: { '#attribute': attribute },
          ExclusiveStartKey: start,
        }),
      );
      found.push(...(Items ?? []).map((item) => parseItem(keyOf(item), item, query.schema)));
      start = LastEvaluatedKey;
    } while (start && found.length < query.atMost);
    return found.slice(0, query.atMost);
  }

  /** How many items of one partition have sort keys that start with the prefix, and the attribute. */
  async count(pk: string, prefix: string, attribute: string): Promise<number> {
    let total = 0;
    let start: Fields | undefined;
    do {
      const { Count, LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          ...this.#startsWith(pk, prefix),
          FilterExpression: 'attribute_exists(#attribute)',
          ExpressionAttributeNames: { '#attribute': attribute },
          Select: 'COUNT',
          ExclusiveStartKey: start,
        }),
      );
      total += Count ?? 0;
      start = LastEvaluatedKey;
    } while (start);
    return total;
  }

  /**
   * Keys in the index `directory`, page by page, in its order. The index lags behind the table:
   * read each item itself before believing it.
   */
  async *directory(directoryKey: string, span: DirectorySpan = {}): AsyncGenerator<ItemKey[]> {
    let after: string | undefined;
    do {
      const page = await this.directoryPage(directoryKey, { span, after });
      yield page.entries.map(({ key }) => key);
      after = page.next;
    } while (after !== undefined);
  }

  /** One page of the same. `next` is where another one continues; undefined behind the last. */
  directoryPage(directoryKey: string, place: DirectoryPlace): Promise<DirectoryPage> {
    return readDirectory({ client: this.#client, name: this.#name }, directoryKey, place);
  }

  /** Keys of everything in one partition, page by page. */
  async *keysOf(pk: string): AsyncGenerator<ItemKey[]> {
    let start: Fields | undefined;
    do {
      const { Items, LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          TableName: this.#name,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': pk },
          ProjectionExpression: 'pk, sk',
          Limit: directoryPageSize,
          ExclusiveStartKey: start,
        }),
      );
      yield (Items ?? []).map(keyOf);
      start = LastEvaluatedKey;
    } while (start);
  }

  /**
   * The fields of every item whose key begins so, from the table itself and not from an index: costs
   * a read of the whole table. What does not fit the schema is left out; its own reader reports it.
   */
  async scan<T>(begins: ScanOf, schema: Schema<T>): Promise<T[]> {
    const found: T[] = [];
    for await (const page of this.scanPages(begins, schema)) found.push(...page);
    return found;
  }

  /** The same page by page, for what may be more than there is memory. */
  async *scanPages<T>(begins: ScanOf, schema: Schema<T>): AsyncGenerator<T[]> {
    const place = { client: this.#client, tableName: this.#name };
    for await (const items of scanPages(place, begins)) {
      const parsed = items.map((item) => z.safeParse(schema, item));
      yield parsed.flatMap((one) => (one.success ? [one.data] : []));
    }
  }

  /** Writes the whole item over whatever stands there. */
  async put(key: ItemKey, fields: Fields): Promise<void> {
    await this.#client.send(new PutCommand({ TableName: this.#name, Item: { ...fields, ...key } }));
  }

  /** The same with several, in as few calls as DynamoDB allows. @throws UnwrittenItemsError */
  async putMany(items: Array<{ key: ItemKey; fields: Fields }>): Promise<void> {
    const whole = items.map(({ key, fields }) => ({ ...fields, ...key }));
    await batchPut(whole, this.#batchPlace);
  }

  /** Writes the whole item if the condition holds of the stored one; false: nothing was changed. */
  async putIf(key: ItemKey, fields: Fields, condition: Condition): Promise<boolean> {
    const { text, names, values } = conditionExpression(condition);
    const written = await this.#applied(key, (nonce) =>
      this.#client.send(
        new PutCommand({
          TableName: this.#name,
          Item: { ...fields, nonce, ...key },
          ConditionExpression: text,
          ...unlessEmpty('ExpressionAttributeNames', names),
          ...unlessEmpty('ExpressionAttributeValues', values),
        }),
      ),
    );
    return written !== undefined;
  }

  /** Changes the item, or creates it with what the change sets. */
  async update(key: ItemKey, change: Change): Promise<void> {
    const { text, names, values } = changeExpression(change);
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#name,
        Key: key,
        UpdateExpression: text,
        ...unlessEmpty('ExpressionAttributeNames', names),
        ...unlessEmpty('ExpressionAttributeValues', values),
      }),
    );
  }

  /** Changes the item if the condition holds of it; false: nothing was changed. */
  async updateIf(key: ItemKey, change: Change, condition: Condition): Promise<boolean> {
    return (await this.#updated(key, { change, condition })) !== undefined;
  }

  /** The same; the item as it is then, or false. */
  async updateIfGiving<T>(
    key: ItemKey,
    guarded: { change: Change; condition: Condition },
    schema: Schema<T>,
  ): Promise<T | false> {
    const item = await this.#updated(key, guarded, 'ALL_NEW');
    return item !== undefined && parseItem(key, item, schema);
  }

  async delete(key: ItemKey): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.#name, Key: key }));
  }

  /** Deletes the item if the condition holds of it; false: that is not so, or it was gone already. */
  async deleteIf(key: ItemKey, condition: Condition): Promise<boolean> {
    const { text, names, values } = conditionExpression(condition);
    try {
      await this.#client.send(
        new DeleteCommand({
          TableName: this.#name,
          Key: key,
          ConditionExpression: text,
          ...unlessEmpty('ExpressionAttributeNames', names),
          ...unlessEmpty('ExpressionAttributeValues', values),
        }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // Recovery: what stands there is another item by now, or it is gone already.
      return false;
    }
  }

  /** Deletes the item and returns what it was: of two callers only one gets it. */
  async take<T>(key: ItemKey, schema: Schema<T>): Promise<T | undefined> {
    const { Attributes } = await this.#client.send(
      new DeleteCommand({ TableName: this.#name, Key: key, ReturnValues: 'ALL_OLD' }),
    );
    return Attributes && parseItem(key, Attributes, schema);
  }

  /** What DynamoDB was asked to answer; undefined: the condition did not hold. */
  #updated(
    key: ItemKey,
    { change, condition }: { change: Change; condition: Condition },
    answer?: 'ALL_NEW',
  ): Promise<Fields | undefined> {
    const held = conditionExpression(condition);
    return this.#applied(key, (nonce) => {
      const made = changeExpression({ ...change, set: { ...change.set, nonce } });
      return this.#client.send(
        new UpdateCommand({
          TableName: this.#name,
          Key: key,
          UpdateExpression: made.text,
          ConditionExpression: held.text,
          ExpressionAttributeNames: { ...made.names, ...held.names },
          ExpressionAttributeValues: { ...made.values, ...held.values },
          ReturnValues: answer,
        }),
      );
    });
  }

  /**
   * When the answer to our own successful write gets lost, the SDK writes again and the condition
   * fails against ourselves. The nonce of the write tells that case from a lost race. Returns what the
   * answer shows of the item, the whole where it was lost; undefined: the condition did not hold.
   */
  async #applied(
    key: ItemKey,
    write: (nonce: string) => Promise<{ Attributes?: Fields | undefined }>,
  ): Promise<Fields | undefined> {
    const nonce = this.#newNonce();
    try {
      const { Attributes = {} } = await write(nonce);
      return Attributes;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // Recovery: look whether the write that stands there is ours.
      const item = await this.#stored(key);
      return item?.nonce === nonce ? item : undefined;
    }
  }

  get #batchPlace(): BatchPlace {
    return { client: this.#client, tableName: this.#name, pause: this.#pause };
  }

  async #stored(key: ItemKey): Promise<Fields | undefined> {
    const command = new GetCommand({ TableName: this.#name, Key: key, ConsistentRead: true });
    const { Item } = await this.#client.send(command);
    return Item;
  }

  #startsWith(pk: string, prefix: string) {
    return {
      TableName: this.#name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    };
  }
}

function keyOf(item: Fields): ItemKey {
  return { pk: String(item.pk), sk: String(item.sk) };
}

/** DynamoDB refuses empty maps of names or values. */
function unlessEmpty<K extends string, V>(field: K, entries: Record<string, V>) {
  return Object.keys(entries).length > 0 ? { [field]: entries } : {};
}
