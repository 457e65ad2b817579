import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { DynamoAuthorizations } from '../../../shared/adapters/dynamodb/authorizations.ts';
import { DynamoConnections } from '../../../shared/adapters/dynamodb/connections.ts';
import { DynamoHostedLinks } from '../../../shared/adapters/dynamodb/hosted-links.ts';
import { DynamoOperators } from '../../../shared/adapters/dynamodb/operators.ts';
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

  it('stand in the directory: operators by id, connections by the end of their token', async () => {
    await new DynamoOperators(local).add(anOperator());
    await new DynamoConnections(local).replace(aConnection({ expiresAtEpochMs: 1_500 }), 0);

    expect(await stored({ pk, sk: 'OPERATOR' })).toMatchObject({
      directoryKey: 'OPERATOR',
      directorySort: anOperatorId,
    });
    expect(await stored({ pk, sk: 'CONNECTION#xero' })).toMatchObject({
      directoryKey: 'DUE',
      directorySort: '0000000000001500',
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

  it('are read themselves before the lagging directory is believed', async () => {
    const entry = {
      directoryKey: 'DUE',
      directorySort: '0000000000001000',
      expiresAtEpochMs: 1_000,
    };
    const row = (operatorId: string) => ({
      pk: `OP#${operatorId}`,
      sk: 'CONNECTION#xero',
      operatorId,
    });
    await local.putRaw({ ...aConnection(), ...row('dead'), ...entry, status: 'needs_reconnect' });
    await local.putRaw({ ...aConnection(), ...row('fresh'), ...entry, expiresAtEpochMs: 9_000 });
    await local.putRaw({ ...aConnection(), ...row('due'), ...entry });

    expect(await new DynamoConnections(local).due(2_000, 10)).toEqual([
      { operatorId: 'due', provider: 'xero' },
    ]);
  });
});
