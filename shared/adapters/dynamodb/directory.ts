import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { ItemKey } from './keys.ts';

/** Part of the directory, by `directorySort`. */
export interface DirectorySpan {
  /** Inclusive. */
  from?: string;
  /** Exclusive; together with `from`, which DynamoDB takes as one condition only, inclusive. */
  before?: string;
}

/** Which page of a class is asked for. */
export interface DirectoryPlace {
  span?: DirectorySpan;
  /** `next` of the page before; absent: the first one. */
  after?: string | undefined;
  atMost?: number;
}

export interface DirectoryPage {
  /** Where the items stand, and what each is sorted by. */
  entries: Array<{ key: ItemKey; sort: string }>;
  /** Where the next page continues; undefined behind the last one. */
  next: string | undefined;
}

/** How many index entries are read at once; each is then looked up in the table itself. */
export const directoryPageSize = 25;

const cursor = z.record(z.string(), z.unknown());

/**
 * Reads one page of the index `directory`, in its order. The index lags behind the table: read each
 * item itself before believing it.
 */
export async function readDirectory(
  table: { client: DynamoDBDocumentClient; name: string },
  directoryKey: string,
  { span = {}, after, atMost = directoryPageSize }: DirectoryPlace,
): Promise<DirectoryPage> {
  const bound = spanExpression(span);
  const { Items, LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: 'directory',
      KeyConditionExpression: `directoryKey = :key${bound.text}`,
      ExpressionAttributeValues: { ':key': directoryKey, ...bound.values },
      Limit: atMost,
      ExclusiveStartKey: after === undefined ? undefined : cursor.parse(JSON.parse(after)),
    }),
  );
  const entries = (Items ?? []).map(({ pk, sk, directorySort }) => ({
    key: { pk: String(pk), sk: String(sk) },
    sort: String(directorySort),
  }));
  return { entries, next: LastEvaluatedKey && JSON.stringify(LastEvaluatedKey) };
}

function spanExpression({ from, before }: DirectorySpan) {
  if (before === undefined) return { text: '', values: {} };
  if (from === undefined)
    return { text: ' AND directorySort < :before', values: { ':before': before } };
  const values = { ':from': from, ':before': before };
  return { text: ' AND directorySort BETWEEN :from AND :before', values };
}
