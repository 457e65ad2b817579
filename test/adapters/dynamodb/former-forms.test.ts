import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { DynamoConnections } from '../../../shared/adapters/dynamodb/connections.ts';
import { DynamoLinks } from '../../../shared/adapters/dynamodb/links.ts';
import type { Link } from '../../../shared/contracts/link-item.ts';
import { shardOf } from '../../../shared/domain/sweep/shard-of.ts';
import { sweepPlaceOf } from '../../../shared/domain/tokens/sweep-place.ts';
import { owingShards } from '../../../shared/domain/write-back/owing-shards.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { aLink } from '../../builders/a-link.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { type LocalTable, useDynalite } from '../../support/dynalite-table.ts';

const pk = `OP#${anOperatorId}`;
const expiresAtEpochMs = 1_796_000_000_000;
const owed: Link['owed'] = [{ what: 'metadata' }];
const lease = { nowEpochMs: 1, untilEpochMs: 2 };

/** What the version before wrote of these, and nothing else: it reads its own rows. */
const placeOfConnection = { directoryKey: 'DUE', directorySort: '0001796000000000' };

describe('rows in the form of the version before', () => {
  const newTable = useDynalite();
  let local: LocalTable & { clock: FakeClock };
  beforeEach(async () => {
    local = { ...(await newTable()), clock: new FakeClock() };
  });

  async function stored(sk: string) {
    const command = new GetCommand({ TableName: local.name, Key: { pk, sk } });
    const { nonce: _nonce, ...item } = (await local.client.send(command)).Item ?? {};
    return item;
  }

  it('stand in the index by the end of the token, without endpoint too', async () => {
    const connections = new DynamoConnections({ ...local, forms: 'former' });
    const row = aConnection({ provider: 'stora', expiresAtEpochMs });
    await connections.replace(row, 0);

    const sk = 'CONNECTION#stora';
    expect(await stored(sk)).toEqual({ pk, sk, ...row, ...placeOfConnection });
  });

  it('stay there with each renewal, and whatever the sweep thinks of their place', async () => {
    const connections = new DynamoConnections({ ...local, forms: 'former' });
    await connections.replace(aConnection({ expiresAtEpochMs: 1 }), 0);
    const fence = { ...aConnection(), leaseOwner: 'worker' };
    await connections.takeLease(fence, lease);
    await connections.storeTokens(fence, { sealedTokens: 'b', expiresAtEpochMs, scopes: '' }, {});
    const [row] = await connections.manyReadable([fence]);

    expect(row && (await connections.placeForSweep(row))).toBe(true);

    expect(await stored('CONNECTION#xero')).toMatchObject(placeOfConnection);
  });

  it('stand in the index by their last save while they owe', async () => {
    const links = new DynamoLinks({ ...local, forms: 'former' });
    const first = await saved(links, aLink({ owed }));
    local.clock.advance(1_000);
    const second = await saved(links, first);

    const sk = 'LINK#xero#invoice#inv_0001';
    const directorySort = String(local.clock.nowEpochMs()).padStart(16, '0');
    const place = { directoryKey: 'OWED', directorySort };
    expect(await stored(sk)).toEqual({ pk, sk, ...aLink({ owed }), revision: 2, ...place });
    await saved(links, { ...second, owed: [] });
    expect(await stored(sk)).toEqual({ pk, sk, ...aLink(), revision: 3 });
  });

  it('are found missing, and written in full by a save', async () => {
    const former = new DynamoLinks({ ...local, forms: 'former' });
    const missing = async () => (await Array.fromAsync(former.unreadBefore())).flat();
    await saved(former, aLink({ sourceId: 'inv_full' }));
    const done = { state: 'done', generation: 0, requestHash: '', isAudited: true } as const;
    const link = aLink({ targetId: 'there', effects: { create: { ...done, sentAtEpochMs: 5 } } });
    await saved(new DynamoLinks(local), link);
    const { operatorId, target, kind, sourceId } = link;
    expect(await missing()).toEqual([{ operatorId, target, kind, sourceId }]);

    const [read] = await former.getMany([link]);
    if (read === undefined) throw new Error('It was saved.');
    await saved(former, read);

    const sk = 'LINK#xero#invoice#inv_0001';
    expect(await stored(sk)).toEqual({ pk, sk, ...link, revision: 2 });
    expect(await missing()).toEqual([]);
  });

  it('take the place of rows of this version with their next save', async () => {
    const current = await saved(new DynamoLinks(local), aLink({ owed }));
    expect(current).toHaveProperty('owedSinceEpochMs');

    const former = await saved(new DynamoLinks({ ...local, forms: 'former' }), current);

    expect(former).not.toHaveProperty('owedSinceEpochMs');
    expect(await stored('LINK#xero#invoice#inv_0001')).toMatchObject({ directoryKey: 'OWED' });
  });

  it('are rows of this version again with their next save, or the next sweep', async () => {
    const link = await saved(new DynamoLinks({ ...local, forms: 'former' }), aLink({ owed }));
    await new DynamoConnections({ ...local, forms: 'former' }).replace(aConnection(), 0);

    await saved(new DynamoLinks(local), link);
    await new DynamoConnections(local).placeForSweep(aConnection());

    const shard = shardOf(anOperatorId, owingShards);
    const { part } = sweepPlaceOf(aConnection());
    expect(await stored('LINK#xero#invoice#inv_0001')).toMatchObject({
      directoryKey: `OWED#${shard}`,
    });
    expect(await stored('CONNECTION#xero')).toMatchObject({
      directoryKey: `DUE#xero#${part.kind === 'due' ? part.shard : ''}`,
    });
  });
});

async function saved(links: DynamoLinks, link: Link): Promise<Link> {
  const answer = await links.save(link);
  if (answer === 'conflict') throw new Error('Nobody else saves.');
  return answer;
}
