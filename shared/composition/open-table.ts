import { dynamoClient } from '../adapters/dynamodb/client.ts';
import { Table } from '../adapters/dynamodb/table.ts';
import { SystemClock } from '../adapters/node/clock.ts';
import { NodeCrypto } from '../adapters/node/crypto.ts';
import type { StoredForms } from '../contracts/stored-forms.ts';

/** Settings of the SDK's client; empty on AWS itself. */
type DynamoConfig = Parameters<typeof dynamoClient>[0];

/** So many characters of an id are random enough for a nonce, which stands in each row that is saved. */
export const nonceLength = 18;

export interface TablePlace {
  tableName: string;
  /** Absent, as for a function that writes nothing that has several: what every version reads. */
  forms?: StoredForms;
  dynamodb?: DynamoConfig | undefined;
}

/**
 * Clock, hashes and the table. A function opens those stores on it that it uses: what it does not name is not in
 * its bundle.
 */
export function openTable({ tableName, forms = 'former', dynamodb }: TablePlace) {
  const crypto = new NodeCrypto();
  const table = new Table({
    client: dynamoClient(dynamodb),
    name: tableName,
    newNonce: () => crypto.uuid().slice(0, nonceLength),
  });
  return { clock: new SystemClock(), crypto, forms, table };
}
