import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { UnansweredKeysError } from '../../../shared/adapters/dynamodb/batch-get.ts';
import { keys } from '../../../shared/adapters/dynamodb/keys.ts';
import { DynamoLinks } from '../../../shared/adapters/dynamodb/links.ts';
import type { Link } from '../../../shared/contracts/link-item.ts';
import { aLink } from '../../builders/a-link.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { awsAnswers } from './answers.ts';
import { pausingTable } from './pausing-table.ts';

const first = aLink({ sourceId: 'inv_1' });
const second = aLink({ sourceId: 'inv_2' });
const absent = aLink({ sourceId: 'inv_3' });
const rowOf = (link: Link) => ({ ...keys.link(link), ...link, nonce: 'n' });
const unprocessed = (link: Link) => ({
  table: { Keys: [keys.link(link)], ConsistentRead: true },
});

describe('a batch of keys that is answered in parts', () => {
  const aws = mockClient(DynamoDBDocumentClient);
  let pausesMs: number[];
  let links: DynamoLinks;
  beforeEach(() => {
    aws.reset();
    const made = pausingTable();
    pausesMs = made.pausesMs;
    links = new DynamoLinks({ ...made, clock: new FakeClock(), forms: 'current' });
  });
  const wanted = [first, second];
  const asked = () =>
    aws
      .commandCalls(BatchGetCommand)
      .map(({ args: [{ input }] }) => input.RequestItems?.table?.Keys?.length);

  it('is asked again for the rest, after a pause, and read consistently', async () => {
    aws
      .on(BatchGetCommand)
      .resolvesOnce({ Responses: { table: [rowOf(second)] }, UnprocessedKeys: unprocessed(first) })
      .resolvesOnce({ Responses: { table: [] }, UnprocessedKeys: unprocessed(first) })
      .resolves({ Responses: { table: [rowOf(first)] }, UnprocessedKeys: {} });

    expect(await links.getMany([...wanted, absent])).toEqual([first, second, undefined]);
    expect(asked()).toEqual([3, 1, 1]);
    expect(pausesMs).toEqual([50, 100]);
    const [{ args } = { args: [undefined] }] = aws.commandCalls(BatchGetCommand);
    expect(args[0]?.input.RequestItems?.table?.ConsistentRead).toBe(true);
  });

  it('never looks like absence: it ends in an error', async () => {
    aws
      .on(BatchGetCommand)
      .resolves({ Responses: { table: [] }, UnprocessedKeys: unprocessed(first) });

    await expect(links.getMany(wanted)).rejects.toBeInstanceOf(UnansweredKeysError);
    expect(asked()).toEqual([2, 1, 1, 1, 1, 1]);
    expect(pausesMs).toEqual([50, 100, 200, 400, 800]);
  });

  it('nor does an answer that says nothing of the table', async () => {
    aws.on(BatchGetCommand).resolves({});

    await expect(links.getMany(wanted)).rejects.toBeInstanceOf(UnansweredKeysError);
  });

  it('nor does a table that is too busy for any of it', async () => {
    aws.on(BatchGetCommand).rejects(awsAnswers.tableOverloaded());

    await expect(links.getMany(wanted)).rejects.toMatchObject({
      name: awsAnswers.tableOverloaded().name,
    });
  });
});
