import { beforeEach, describe, expect, it } from 'vitest';
import { DynamoActivities } from '../../../shared/adapters/dynamodb/activities.ts';
import { DynamoAuthorizations } from '../../../shared/adapters/dynamodb/authorizations.ts';
import { DynamoConnections } from '../../../shared/adapters/dynamodb/connections.ts';
import { DynamoEndpoints } from '../../../shared/adapters/dynamodb/endpoints.ts';
import { DynamoHostedLinks } from '../../../shared/adapters/dynamodb/hosted-links.ts';
import { DynamoIssues } from '../../../shared/adapters/dynamodb/issues.ts';
import { DynamoLinks } from '../../../shared/adapters/dynamodb/links.ts';
import { DynamoOperators } from '../../../shared/adapters/dynamodb/operators.ts';
import { DynamoRates } from '../../../shared/adapters/dynamodb/rates.ts';
import { DynamoRetiredPairs } from '../../../shared/adapters/dynamodb/retired-pairs.ts';
import { DynamoSettingsStore } from '../../../shared/adapters/dynamodb/settings-store.ts';
import { DynamoTries } from '../../../shared/adapters/dynamodb/tries.ts';
import { shardOf } from '../../../shared/domain/sweep/shard-of.ts';
import { owingShards } from '../../../shared/domain/write-back/owing-shards.ts';
import { safeChoices } from '../../builders/safe-choices.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { type LocalTable, useDynalite } from '../../support/dynalite-table.ts';
import { rowsOfVersion1 } from './rows-of-version-1.ts';

const operatorId = 'harbour';
const record = { operatorId, target: 'xero', kind: 'invoice', sourceId: 'inv_0001' } as const;

type Kind = keyof typeof rowsOfVersion1;
type Read = (local: LocalTable & { clock: FakeClock }) => Promise<unknown>;

/** How each kind is read today. */
const reads: Record<Kind, Read> = {
  operator: async (local) => (await new DynamoOperators(local).list())[0],
  source: (local) => new DynamoConnections(local).get({ operatorId, provider: 'stora' }),
  leaving: (local) => new DynamoConnections(local).get({ operatorId, provider: 'xero' }),
  retired: async (local) => (await new DynamoRetiredPairs(local).list(operatorId))[0],
  settings: (local) => new DynamoSettingsStore(local).get(operatorId, 'xero'),
  rate: (local) => new DynamoRates(local).get(operatorId, 'xero'),
  tries: (local) => new DynamoTries(local).get(operatorId, 'changes-xero'),
  link: (local) => new DynamoLinks(local).get(record),
  issue: async (local) => (await new DynamoIssues(local).list(operatorId))[0],
  activity: async (local) => (await new DynamoActivities(local).latest(operatorId, 1))[0],
  hostedLink: (local) => new DynamoHostedLinks(local).get(operatorId, 'link-1'),
  endpoint: (local) => new DynamoEndpoints(local).get('endpoint_0123456789'),
  authorization: (local) => new DynamoAuthorizations(local).consume('hash'),
};

/** What such a row could not say, and how it is done then: nothing that a person would have to undo. */
const chosenForThem: Partial<Record<Kind, object>> = {
  settings: safeChoices,
};

describe('an item that the first deployed version stored', () => {
  const newTable = useDynalite();
  let local: LocalTable & { clock: FakeClock };
  beforeEach(async () => {
    local = { ...(await newTable()), clock: new FakeClock() };
  });

  it.each(Object.keys(rowsOfVersion1) as Kind[])('is read as it was meant: %s', async (kind) => {
    const row = rowsOfVersion1[kind];
    await local.putRaw(row);

    const read = await reads[kind](local);

    const { pk: _pk, sk: _sk, ...fields } = row;
    const inTable = ['directoryKey', 'directorySort', 'expiresAtEpochSeconds', 'nonce'];
    const meant = Object.entries(fields).filter(([name]) => !inTable.includes(name));
    expect(read).toEqual({ ...Object.fromEntries(meant), ...chosenForThem[kind] });
  });

  it('is found by the searches that look after it', async () => {
    for (const row of Object.values(rowsOfVersion1)) await local.putRaw(row);
    const connections = new DynamoConnections(local);
    const links = new DynamoLinks(local);
    const place = { shard: 'former', fromEpochMs: 0, beforeEpochMs: 3_000, atMost: 10 } as const;

    const former = await connections.sweepPage({ kind: 'former' }, { atMost: 10 });
    expect(former.keys).toMatchObject([{ provider: 'stora' }]);
    expect(await connections.leaving(10)).toMatchObject([{ provider: 'xero' }]);
    expect(await connections.everyKey()).toHaveLength(2);
    expect(await new DynamoRetiredPairs(local).waiting(10)).toHaveLength(1);
    expect(await links.owing(place)).toMatchObject({ links: [{ sinceEpochMs: 1_000 }] });
  });

  it('goes to the shard of its operator when a link that owes is saved', async () => {
    await local.putRaw(rowsOfVersion1.link);
    const links = new DynamoLinks(local);
    const link = await links.get(record);
    if (link === undefined) throw new Error('There is no such link.');

    await links.save(link);

    const place = { fromEpochMs: 0, beforeEpochMs: 4_000_000_000_000, atMost: 10 };
    const shard = shardOf(link.operatorId, owingShards);
    const owing = { sourceId: link.sourceId, sinceEpochMs: local.clock.nowEpochMs() };
    expect(await links.owing({ shard: 'former', ...place })).toMatchObject({ links: [] });
    expect(await links.owing({ shard, ...place })).toMatchObject({ links: [owing] });
  });
});
