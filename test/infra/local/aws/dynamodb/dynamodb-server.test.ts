import { connect } from 'node:net';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunningServer } from '../../../../../infra/local/aws/common/json-server.ts';
import { startDynamoDbServer } from '../../../../../infra/local/aws/dynamodb/server.ts';

const TableName = 'rollerdoor';
const operations: string[] = [];
let server: RunningServer;
let client: DynamoDBClient;

beforeAll(async () => {
  server = await startDynamoDbServer({ onCall: (operation) => void operations.push(operation) });
  client = new DynamoDBClient({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  await createTable(TableName);
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

async function createTable(name: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S' as const,
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  const pace = { client, minDelay: 1, maxDelay: 1, maxWaitTime: 10 };
  await waitUntilTableExists(pace, { TableName: name });
}

function key(sk: string) {
  return { pk: { S: 'OP#1' }, sk: { S: sk } };
}

function putOnce(sk: string) {
  return client.send(
    new PutItemCommand({
      TableName,
      Item: { ...key(sk), version: { N: '1' } },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
}

describe('the DynamoDB server', () => {
  it('refuses a conditional put on an item that exists', async () => {
    await putOnce('PUT');

    await expect(putOnce('PUT')).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  it('applies an update expression under a condition and gives the new item', async () => {
    await putOnce('UPDATE');
    const update = (expected: string) =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: key('UPDATE'),
          UpdateExpression:
            'SET version = version + :one, effects = list_append(if_not_exists(effects, :none), :effect) REMOVE #gone',
          ConditionExpression: 'version = :expected',
          ExpressionAttributeNames: { '#gone': 'lease' },
          ExpressionAttributeValues: {
            ':one': { N: '1' },
            ':none': { L: [] },
            ':effect': { L: [{ S: 'create-invoice' }] },
            ':expected': { N: expected },
          },
          ReturnValues: 'ALL_NEW',
        }),
      );

    const { Attributes } = await update('1');

    expect(Attributes?.version).toEqual({ N: '2' });
    expect(Attributes?.effects).toEqual({ L: [{ S: 'create-invoice' }] });
    await expect(update('1')).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  it('queries a part of a partition in order', async () => {
    for (const sk of ['LINK#b', 'LINK#a', 'ISSUE#a']) await putOnce(sk);

    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': { S: 'OP#1' }, ':prefix': { S: 'LINK#' } },
      }),
    );

    expect(Items.map((item) => item.sk?.S)).toEqual(['LINK#a', 'LINK#b']);
  });

  it('creates and deletes a table without AWS’s waiting', async () => {
    await createTable('passing');
    await client.send(new DeleteTableCommand({ TableName: 'passing' }));
    const pace = { client, minDelay: 1, maxDelay: 1, maxWaitTime: 10 };
    await waitUntilTableNotExists(pace, { TableName: 'passing' });

    const { TableNames } = await client.send(new ListTablesCommand({}));
    expect(TableNames).toEqual([TableName]);
  });

  it('survives a client that dies in the middle of a request', async () => {
    const before = operations.length;
    const socket = connect(Number(new URL(server.endpoint).port), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n');
    socket.write('X-Amz-Target: DynamoDB_20120810.Half\r\n\r\n{"half');
    await vi.waitFor(() => expect(operations).toHaveLength(before + 1));
    socket.resetAndDestroy();

    const { Item } = await client.send(new GetItemCommand({ TableName, Key: key('NONE') }));

    expect(Item).toBeUndefined();
  });
});
