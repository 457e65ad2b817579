import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, expect, it } from 'vitest';
import { useDynalite } from '../../../support/dynalite-table.ts';
import { tapHttp } from './http-tap.ts';
import { Meter } from './meter.ts';
import { tapTable } from './table-tap.ts';

const meter = new Meter();
tapTable(process.cwd(), (image) => meter.onWritten(image));
const untap = tapHttp((exchange) => meter.onExchange(exchange));
afterAll(untap);
const newTable = useDynalite();

it('the meter sees what a real client writes, what the index makes of it, and what is refused', async () => {
  const { client, name } = await newTable();
  const Item = { pk: `OP#${randomUUID()}`, sk: 'LINK#1', directoryKey: 'OWED', directorySort: '1' };
  const write = (item: object, isNew = false) =>
    client.send(
      new PutCommand({
        TableName: name,
        Item: { ...Item, ...item },
        ...(isNew && { ConditionExpression: 'attribute_not_exists(pk)' }),
      }),
    );
  await write({});
  await write({ directorySort: '2', body: 'x'.repeat(2_100) });
  await expect(write({}, true)).rejects.toThrow();

  expect(meter.snapshot()).toMatchObject({
    'calls|lambda|dynamodb.PutItem|LINK': 3,
    'refused|lambda|dynamodb.PutItem|LINK': 1,
    'writeUnits|lambda|dynamodb.PutItem|LINK': 1 + 3 + 3,
    'indexUnits|lambda|dynamodb.PutItem|LINK': 1 + 2,
  });
});
