import { describe } from 'vitest';
import { DynamoAside } from '../../shared/adapters/dynamodb/aside.ts';
import { DynamoConnections } from '../../shared/adapters/dynamodb/connections.ts';
import { InMemoryAside } from '../fakes/in-memory-aside.ts';
import { InMemoryConnections } from '../fakes/in-memory-connections.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { asideSuite } from './aside-suite.ts';

describe('InMemoryAside', () =>
  asideSuite(async (wholeAtMost) => {
    const connections = new InMemoryConnections();
    return { connections, aside: new InMemoryAside(connections, { wholeAtMost }) };
  }));

describe('DynamoAside', () => {
  const newTable = useDynalite();
  asideSuite(async (wholeAtMost) => {
    const parts = await newTable();
    return {
      connections: new DynamoConnections(parts),
      aside: new DynamoAside({ ...parts, wholeAtMost }),
    };
  });
});
