import { dynamoClient } from '../../../shared/adapters/dynamodb/client.ts';
import { Table } from '../../../shared/adapters/dynamodb/table.ts';

/** The table `table`, which does not wait but tells for how long it would have. */
export function pausingTable(): { table: Table; pausesMs: number[] } {
  const pausesMs: number[] = [];
  const table = new Table({
    client: dynamoClient({ region: 'us-east-1' }),
    name: 'table',
    newNonce: () => 'nonce',
    pause: async (durationMs) => {
      pausesMs.push(durationMs);
    },
  });
  return { table, pausesMs };
}
