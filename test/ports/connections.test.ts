import { describe } from 'vitest';
import { DynamoConnections } from '../../shared/adapters/dynamodb/connections.ts';
import { InMemoryConnections } from '../fakes/in-memory-connections.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { connectionsSuite } from './connections-suite.ts';

describe('InMemoryConnections', () => connectionsSuite(async () => new InMemoryConnections()));

describe('DynamoConnections', () => {
  const newTable = useDynalite();
  connectionsSuite(async () => new DynamoConnections(await newTable()));
});
