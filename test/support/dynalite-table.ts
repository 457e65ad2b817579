import { randomUUID } from 'node:crypto';
import { CreateTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import type { RunningServer } from '../../infra/local/aws/common/json-server.ts';
import { startDynamoDbServer } from '../../infra/local/aws/dynamodb/server.ts';
import { dynamoClient } from '../../shared/adapters/dynamodb/client.ts';
import { Table } from '../../shared/adapters/dynamodb/table.ts';
import type { StoredForms } from '../../shared/contracts/stored-forms.ts';

export interface LocalTable {
  table: Table;
  client: DynamoDBDocumentClient;
  name: string;
  /** As this version stores, unless a test says otherwise. */
  forms: StoredForms;
  /** Writes an item past the adapters, e.g. a broken one. */
  putRaw(item: Record<string, unknown>): Promise<void>;
}

/** Runs dynalite around the tests of a file; each call of the returned function makes an empty table. */
export function useDynalite(): () => Promise<LocalTable> {
  let server: RunningServer | undefined;
  const clients: DynamoDBDocumentClient[] = [];
  beforeAll(async () => {
    server = await startDynamoDbServer();
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await server?.stop();
  });
  return async () => {
    const client = dynamoClient({
      endpoint: server?.endpoint ?? '',
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    clients.push(client);
    return newTable(client, `table-${randomUUID()}`);
  };
}

async function newTable(client: DynamoDBDocumentClient, name: string): Promise<LocalTable> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'directoryKey', 'directorySort'].map((attribute) => ({
        AttributeName: attribute,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'directory',
          KeySchema: [
            { AttributeName: 'directoryKey', KeyType: 'HASH' },
            { AttributeName: 'directorySort', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  );
  await waitUntilTableExists(
    { client, maxWaitTime: 10, minDelay: 0.02, maxDelay: 1 },
    { TableName: name },
  );
  return {
    table: new Table({ client, name, newNonce: randomUUID }),
    client,
    name,
    forms: 'current',
    putRaw: async (item) => {
      await client.send(new PutCommand({ TableName: name, Item: item }));
    },
  };
}
