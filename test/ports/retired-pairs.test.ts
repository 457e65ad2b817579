import { describe } from 'vitest';
import { DynamoRetiredPairs } from '../../shared/adapters/dynamodb/retired-pairs.ts';
import { InMemoryRetiredPairs } from '../fakes/in-memory-retired-pairs.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { retiredPairsSuite, waitingPairsSuite } from './retired-pairs-suite.ts';

describe('InMemoryRetiredPairs', () => {
  retiredPairsSuite(async () => new InMemoryRetiredPairs());
  waitingPairsSuite(async () => new InMemoryRetiredPairs());
});

describe('DynamoRetiredPairs', () => {
  const newTable = useDynalite();
  retiredPairsSuite(async () => new DynamoRetiredPairs(await newTable()));
  waitingPairsSuite(async () => new DynamoRetiredPairs(await newTable()));
});
