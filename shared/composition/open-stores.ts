import { DynamoActivities } from '../adapters/dynamodb/activities.ts';
import { dynamoClient } from '../adapters/dynamodb/client.ts';
import { DynamoConnections } from '../adapters/dynamodb/connections.ts';
import { DynamoEndpoints } from '../adapters/dynamodb/endpoints.ts';
import { DynamoIssues } from '../adapters/dynamodb/issues.ts';
import { DynamoLinks } from '../adapters/dynamodb/links.ts';
import { DynamoRates } from '../adapters/dynamodb/rates.ts';
import { DynamoSettingsStore } from '../adapters/dynamodb/settings-store.ts';
import { Table } from '../adapters/dynamodb/table.ts';
import { kmsClient } from '../adapters/kms/client.ts';
import { KmsVault } from '../adapters/kms/vault.ts';
import { SystemClock } from '../adapters/node/clock.ts';
import { NodeCrypto } from '../adapters/node/crypto.ts';

/** Clock, hashes, the table's stores and the vault, as every function needs them. */
export function openStores(names: { tableName: string; keyId: string }) {
  const clock = new SystemClock();
  const crypto = new NodeCrypto();
  const table = new Table({
    client: dynamoClient(),
    name: names.tableName,
    newNonce: () => crypto.uuid(),
  });
  return {
    clock,
    crypto,
    table,
    vault: new KmsVault({ client: kmsClient(), keyId: names.keyId, clock }),
    activities: new DynamoActivities({ table }),
    connections: new DynamoConnections({ table }),
    endpoints: new DynamoEndpoints({ table }),
    issues: new DynamoIssues({ table }),
    links: new DynamoLinks({ table }),
    rates: new DynamoRates({ table }),
    settings: new DynamoSettingsStore({ table }),
  };
}

export type Stores = ReturnType<typeof openStores>;
