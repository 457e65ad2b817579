import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { ItemKey } from './keys.ts';

/** An entry of the index `directory`: where its item stands, and by what it is sorted. */
export interface IndexEntry extends ItemKey {
  directorySort: string;
}

export interface EntriesQuery {
  /** Both inclusive, as DynamoDB takes them as one condition. */
  from: string;
  before: string;
  /** Starts behind this entry, whether or not it is still there. */
  after: IndexEntry | undefined;
  atMost: number;
}

export interface EntriesPage {
  entries: IndexEntry[];
  /** The last one, where more may follow. */
  next: IndexEntry | undefined;
}

/** One page of the index in its order. It lags behind the table, which alone tells what is true. */
export async function directoryEntries(
  table: { client: DynamoDBDocumentClient; name: string },
  directoryKey: string,
  { from, before, after, atMost }: EntriesQuery,
): Promise<EntriesPage> {
  const { Items, LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: 'directory',
      KeyConditionExpression: 'directoryKey = :key AND directorySort BETWEEN :from AND :before',
      ExpressionAttributeValues: { ':key': directoryKey, ':from': from, ':before': before },
      Limit: atMost,
      ExclusiveStartKey: after && { directoryKey, ...after },
    }),
  );
  return {
    entries: (Items ?? []).map(entryIn),
    next: LastEvaluatedKey && entryIn(LastEvaluatedKey),
  };
}

function entryIn({ pk, sk, directorySort }: Record<string, unknown>): IndexEntry {
  return { pk: String(pk), sk: String(sk), directorySort: String(directorySort) };
}
