import { describe } from 'vitest';
import { DynamoTries } from '../../shared/adapters/dynamodb/tries.ts';
import { InMemoryTries } from '../fakes/in-memory-tries.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { triesSuite } from './tries-suite.ts';

describe('InMemoryTries', () => triesSuite(async () => new InMemoryTries()));

describe('DynamoTries', () => {
  const newTable = useDynalite();
  triesSuite(async () => new DynamoTries(await newTable()));
});
