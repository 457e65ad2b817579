import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { DynamoActivities } from '../../../shared/adapters/dynamodb/activities.ts';
import { DynamoAuthorizations } from '../../../shared/adapters/dynamodb/authorizations.ts';
import { DynamoConnections } from '../../../shared/adapters/dynamodb/connections.ts';
import { DynamoHostedLinks } from '../../../shared/adapters/dynamodb/hosted-links.ts';
import { DynamoOperators } from '../../../shared/adapters/dynamodb/operators.ts';
import { shardOf } from '../../../shared/domain/sweep/shard-of.ts';
import { refreshAheadMs } from '../../../shared/domain/tokens/refresh-rhythm.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { type LocalTable, useDynalite } from '../../support/dynalite-table.ts';

const pk = `OP#${anOperatorId}`;

describe('stored items', () => {
  const newTable = useDynalite();
  let local: LocalTable;
  beforeEach(async () => {
    local = await newTable();
  });

  async function stored(key: { pk: string; sk: string }) {
    const command = new GetCommand({ TableName: local.name, Key: key });
    return (await local.client.send(command)).Item;
  }

  it('carry the second after which DynamoDB may delete them, never earlier than their end', async () => {
    const clock = new FakeClock();
    const rest = { operatorId: anOperatorId, expiresAtEpochMs: 1_500 };
    await new DynamoAuthorizations({ ...local, clock }).put({
      ...rest,
      stateHash: 'hash',
      provider: 'xero',
      sealedVerifier: '',
      browserHash: '',
      linkId: '',
    });
    await new DynamoHostedLinks({ ...local, clock }).put({
      ...rest,
      linkId: 'link-1',
      purpose: 'connect',
      createdAt: '2026-11-30T09:00:00.000Z',
    });

    const authorization = await stored({ pk: 'AUTHORIZATION#hash', sk: 'AUTHORIZATION' });
    const hostedLink = await stored({ pk, sk: 'HOSTED_LINK#link-1' });
    expect(authorization).toMatchObject({ expiresAtEpochSeconds: 2 });
    expect(hostedLink).toMatchObject({ expiresAtEpochSeconds: 2 });
  });

  it('carry an end where an activity is a renewal, and no end where it is anything else', async () => {
    const activities = new DynamoActivities(local);
    const at = '2026-11-30T09:00:00.000Z';
    const activity = { operatorId: anOperatorId, at, actor: 'rollerdoor', detail: {} };
    for (const type of ['token.refreshed', 'token.discarded', 'connection.connected']) {
      await activities.append({ ...activity, activityId: type, type });
    }

    const row = (id: string) => stored({ pk, sk: `ACTIVITY#${at}#${id}` });
    const end = Date.parse('2026-12-30T09:00:00.000Z') / 1_000;
    expect(await row('token.refreshed')).toMatchObject({ expiresAtEpochSeconds: end });
    expect(await row('token.discarded')).not.toHaveProperty('expiresAtEpochSeconds');
    expect(await row('connection.connected')).not.toHaveProperty('expiresAtEpochSeconds');
    expect(await activities.latest(anOperatorId, 3)).toContainEqual({
      ...activity,
      activityId: 'token.refreshed',
      type: 'token.refreshed',
    });
  });

  it('stand in the directory: operators by id, connections by when they are due', async () => {
    await new DynamoOperators(local).add(anOperator());
    const connections = new DynamoConnections(local);
    const ends = { expiresAtEpochMs: 1_500 + refreshAheadMs('xero') };
    await connections.replace(aConnection(ends), 0);
    await connections.replace(aConnection({ ...ends, provider: 'stora' }), 0);

    expect(await stored({ pk, sk: 'OPERATOR' })).toMatchObject({
      directoryKey: 'OPERATOR',
      directorySort: anOperatorId,
    });
    expect(await stored({ pk, sk: 'CONNECTION#xero' })).toMatchObject({
      directoryKey: `DUE#xero#${shardOf(anOperatorId, 4)}`,
      directorySort: '0000000000001500',
    });
    expect(await stored({ pk, sk: 'CONNECTION#stora' })).toMatchObject({
      directoryKey: 'HALF_MADE',
    });
  });

  it('leave the directory when a connection needs a person', async () => {
    const connections = new DynamoConnections(local);
    const fence = { ...aConnection(), leaseOwner: 'worker-a' };
    await connections.replace(aConnection(), 0);
    await connections.takeLease(fence, { nowEpochMs: 0, untilEpochMs: 1 });

    await connections.markNeedsReconnect(fence);

    expect(await stored({ pk, sk: 'CONNECTION#xero' })).not.toHaveProperty('directoryKey');
  });
});
