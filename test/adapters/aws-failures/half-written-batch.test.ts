import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { DynamoActivities } from '../../../shared/adapters/dynamodb/activities.ts';
import { UnwrittenItemsError } from '../../../shared/adapters/dynamodb/batch-put.ts';
import { keys } from '../../../shared/adapters/dynamodb/keys.ts';
import type { Activity } from '../../../shared/contracts/activity-item.ts';
import { awsAnswers } from './answers.ts';
import { pausingTable } from './pausing-table.ts';

const activity = (activityId: string): Activity => ({
  operatorId: 'acorn',
  activityId,
  at: '2026-11-30T09:00:00.000Z',
  type: 'source.noted',
  actor: 'rollerdoor',
  detail: {},
});
const [first, second] = [activity('1'), activity('2')];
const unprocessed = (left: Activity) => {
  const key = keys.activity(left.operatorId, left.at, left.activityId);
  return { table: [{ PutRequest: { Item: { ...left, ...key } } }] };
};

describe('a batch of items that is written in parts', () => {
  const aws = mockClient(DynamoDBDocumentClient);
  let pausesMs: number[];
  let activities: DynamoActivities;
  beforeEach(() => {
    aws.reset();
    const made = pausingTable();
    pausesMs = made.pausesMs;
    activities = new DynamoActivities({ ...made });
  });
  const written = () =>
    aws
      .commandCalls(BatchWriteCommand)
      .map(({ args: [{ input }] }) =>
        input.RequestItems?.table?.map(({ PutRequest }) => PutRequest?.Item?.activityId),
      );

  it('is written again for the rest, after a pause', async () => {
    aws
      .on(BatchWriteCommand)
      .resolvesOnce({ UnprocessedItems: unprocessed(second) })
      .resolves({ UnprocessedItems: {} });

    await activities.appendAll([first, second]);

    expect(written()).toEqual([['1', '2'], ['2']]);
    expect(pausesMs).toEqual([50]);
  });

  it('never counts as written: it ends in an error', async () => {
    aws.on(BatchWriteCommand).resolves({ UnprocessedItems: unprocessed(second) });

    await expect(activities.appendAll([first, second])).rejects.toBeInstanceOf(UnwrittenItemsError);
    expect(pausesMs).toEqual([50, 100, 200, 400, 800]);
  });

  it('nor does one that the table is too busy for', async () => {
    aws.on(BatchWriteCommand).rejects(awsAnswers.tableOverloaded());

    await expect(activities.appendAll([first])).rejects.toMatchObject({
      name: awsAnswers.tableOverloaded().name,
    });
  });
});
