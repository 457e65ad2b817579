import { beforeEach, describe, expect, it } from 'vitest';
import { DynamoAuthorizations } from '../../../shared/adapters/dynamodb/authorizations.ts';
import { DynamoConnections } from '../../../shared/adapters/dynamodb/connections.ts';
import { DynamoIssues } from '../../../shared/adapters/dynamodb/issues.ts';
import { DynamoLinks } from '../../../shared/adapters/dynamodb/links.ts';
import { DynamoOperators } from '../../../shared/adapters/dynamodb/operators.ts';
import { DynamoResting } from '../../../shared/adapters/dynamodb/resting.ts';
import { DynamoRetiredPairs } from '../../../shared/adapters/dynamodb/retired-pairs.ts';
import { sweepPlaceOf } from '../../../shared/domain/tokens/sweep-place.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { aLink } from '../../builders/a-link.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { type LocalTable, useDynalite } from '../../support/dynalite-table.ts';

const pk = `OP#${anOperatorId}`;

describe('a malformed stored item', () => {
  const newTable = useDynalite();
  let local: LocalTable;
  beforeEach(async () => {
    local = await newTable();
  });

  it('is named by its key and broken fields, without their values', async () => {
    const broken = { ...aLink(), revision: 'confidential', owed: [{ what: 'nothing' }] };
    await local.putRaw({ pk, sk: 'LINK#xero#invoice#inv_0001', ...broken });

    const links = new DynamoLinks({ ...local, clock: new FakeClock() });
    const error = await links.get(aLink()).catch((cause: unknown) => cause);

    expect(String(error)).toContain(`${pk} / LINK#xero#invoice#inv_0001`);
    expect(String(error)).toMatch(/revision, owed\.0/);
    expect(String(error)).not.toContain('confidential');
  });

  it('is named in a batch, too', async () => {
    await local.putRaw({ pk, sk: 'LINK#xero#invoice#inv_0001', ...aLink(), revision: 'broken' });
    const links = new DynamoLinks({ ...local, clock: new FakeClock() });
    await links.save(aLink({ sourceId: 'inv_0002' }));

    const reading = links.getMany([aLink({ sourceId: 'inv_0002' }), aLink()]);

    await expect(reading).rejects.toThrow(`${pk} / LINK#xero#invoice#inv_0001`);
  });

  it('is named in a list, too', async () => {
    const sk = 'ISSUE#xero#invoice#inv_0001';
    await local.putRaw({ pk, sk, ...anIssue(), times: undefined });

    await expect(new DynamoIssues(local).list(anOperatorId)).rejects.toThrow(`${pk} / ${sk}`);
  });

  it('does not keep the issues beside it from being found', async () => {
    const issues = new DynamoIssues(local);
    for (const sourceId of ['inv_0002', 'inv_0003'])
      await local.putRaw({ pk, sk: `ISSUE#xero#invoice#${sourceId}`, ...anIssue({ sourceId }) });
    await local.putRaw({ pk, sk: 'ISSUE#xero#invoice#inv_0001', ...anIssue(), times: 'broken' });

    const wanted = [anIssue(), anIssue({ sourceId: 'inv_0003' })];
    const idsOf = async (atMost: number) =>
      (await issues.listWith(wanted, { operatorId: anOperatorId, atMost })).map(
        ({ sourceId }) => sourceId,
      );

    expect(await idsOf(10)).toEqual(['inv_0002', 'inv_0003']);
    expect(await idsOf(1)).toEqual(['inv_0003']);
  });

  it('is named when it is taken', async () => {
    await local.putRaw({ pk: 'AUTHORIZATION#hash', sk: 'AUTHORIZATION', stateHash: 'hash' });
    const authorizations = new DynamoAuthorizations({ ...local, clock: new FakeClock() });

    await expect(authorizations.consume('hash')).rejects.toThrow('AUTHORIZATION#hash');
  });

  it('does not keep the connections of others from being refreshed', async () => {
    const connections = new DynamoConnections(local);
    await connections.replace(aConnection(), 0);
    const { part } = sweepPlaceOf(aConnection());
    await local.putRaw({
      pk: 'OP#broken',
      sk: 'CONNECTION#xero',
      directoryKey: part.kind === 'due' ? `DUE#xero#${part.shard}` : '',
      directorySort: '0000000000000000',
      status: 'connected',
    });

    const { keys } = await connections.sweepPage(part, { atMost: 10 });

    expect(keys.map(({ operatorId }) => operatorId)).toEqual(['broken', anOperatorId]);
    expect(await connections.manyReadable(keys)).toEqual([aConnection()]);
    const key = { operatorId: 'broken', provider: 'xero' } as const;
    await expect(connections.get(key)).rejects.toThrow('OP#broken / CONNECTION#xero');
    expect(await connections.getReadable(key)).toBeUndefined();
  });

  it.each([
    {
      what: 'retired pairs',
      directoryKey: 'RETIRED',
      sk: 'RETIRED#stora#pair-1',
      find: () => new DynamoRetiredPairs(local).waiting(10),
    },
    {
      what: 'removals',
      directoryKey: 'REMOVAL',
      sk: 'OPERATOR',
      find: () => new DynamoOperators(local).removals(),
    },
    {
      what: 'issues',
      directoryKey: 'ISSUES',
      sk: 'ISSUE_WATCH',
      find: () => new DynamoIssues(local).watched(3_000, 10),
    },
    {
      what: 'hidden messages',
      directoryKey: 'RESTING',
      sk: 'RESTING#changes-xero',
      find: () => new DynamoResting(local).hidden(10),
    },
    {
      what: 'debts',
      directoryKey: 'OWED#3',
      // The link itself is read by the sweep, which goes on with the others.
      sk: 'LINK#unheard_of#invoice#inv_0001',
      find: async () => {
        const links = new DynamoLinks({ ...local, clock: new FakeClock() });
        const place = { shard: 3, fromEpochMs: 0, beforeEpochMs: 3_000, atMost: 10 };
        return (await links.owing(place)).links;
      },
    },
  ])('does not keep the $what of others from being found', async ({ directoryKey, sk, find }) => {
    const entry = { directoryKey, directorySort: '0000000000001000' };
    await local.putRaw({ pk: 'OP#broken', sk, ...entry });

    expect(await find()).toEqual([]);
  });
});
