import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';

/** Which items of a table: those whose key begins so. */
export interface ScanOf {
  attribute: 'pk' | 'sk';
  with: string;
}

/** Every such item, page by page, from the table itself and not from an index: reads the whole table. */
export async function* scanPages(
  { client, tableName }: { client: DynamoDBDocumentClient; tableName: string },
  begins: ScanOf,
): AsyncGenerator<Record<string, unknown>[]> {
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({
        TableName: tableName,
        ConsistentRead: true,
        FilterExpression: 'begins_with(#at, :prefix)',
        ExpressionAttributeNames: { '#at': begins.attribute },
        ExpressionAttributeValues: { ':prefix': begins.with },
        ExclusiveStartKey: start,
      }),
    );
    yield Items;
    start = LastEvaluatedKey;
  } while (start);
}
