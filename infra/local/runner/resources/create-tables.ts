import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { parseProperties } from '../template/cfn-values.ts';
import type { Deployment, Resource } from '../template/deployment.ts';

export interface CreatedTable {
  readonly logicalId: string;
  readonly name: string;
}

const keySchema = z.array(
  z.looseObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }),
);
const projection = z.looseObject({
  ProjectionType: z.optional(z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE'])),
  NonKeyAttributes: z.optional(z.array(z.string())),
});
const tableProperties = z.looseObject({
  TableName: z.optional(z.string()),
  KeySchema: keySchema,
  AttributeDefinitions: z.array(
    z.looseObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  GlobalSecondaryIndexes: z.optional(
    z.array(z.looseObject({ IndexName: z.string(), KeySchema: keySchema, Projection: projection })),
  ),
});
type TableProperties = z.infer<typeof tableProperties>;

const activePollMs = 10;

/** Creates every table of the template, on demand, with its global indexes, and waits until they can be used. */
export function createTables(
  deployment: Deployment,
  dynamodb: DynamoDBClient,
): Promise<CreatedTable[]> {
  const tables = deployment.resources('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable');
  return Promise.all(tables.map((table) => create(table, deployment, dynamodb)));
}

async function create(
  resource: Resource,
  deployment: Deployment,
  dynamodb: DynamoDBClient,
): Promise<CreatedTable> {
  const properties = parseProperties(tableProperties, resource);
  const name = properties.TableName ?? `${resource.stackName}-${resource.logicalId}`;
  const { TableDescription } = await dynamodb.send(createCommand(name, properties));
  deployment.identify(resource, {
    ref: name,
    attributes: { Arn: TableDescription?.TableArn ?? '', TableId: name },
  });
  await untilActive(name, dynamodb);
  return { logicalId: resource.logicalId, name };
}

function createCommand(name: string, properties: TableProperties): CreateTableCommand {
  const indexes = properties.GlobalSecondaryIndexes?.map((index) => ({
    IndexName: index.IndexName,
    KeySchema: keysOf(index.KeySchema),
    Projection: index.Projection,
  }));
  return new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keysOf(properties.KeySchema),
    AttributeDefinitions: properties.AttributeDefinitions.map((attribute) => ({
      AttributeName: attribute.AttributeName,
      AttributeType: attribute.AttributeType,
    })),
    ...(indexes ? { GlobalSecondaryIndexes: indexes } : {}),
  });
}

function keysOf(schema: z.infer<typeof keySchema>) {
  return schema.map(({ AttributeName, KeyType }) => ({ AttributeName, KeyType }));
}

async function untilActive(name: string, dynamodb: DynamoDBClient): Promise<void> {
  for (;;) {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
    const indexes = Table?.GlobalSecondaryIndexes ?? [];
    const states = [Table?.TableStatus, ...indexes.map((index) => index.IndexStatus)];
    if (states.every((state) => state === 'ACTIVE')) return;
    await delay(activePollMs);
  }
}
