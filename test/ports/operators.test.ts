import { describe } from 'vitest';
import { DynamoOperators } from '../../shared/adapters/dynamodb/operators.ts';
import { InMemoryOperators } from '../fakes/in-memory-operators.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { operatorsSuite, removalsSuite } from './operators-suite.ts';

describe('InMemoryOperators', () => {
  operatorsSuite(async () => new InMemoryOperators());
  describe('removals', () => removalsSuite(async () => new InMemoryOperators()));
});

describe('DynamoOperators', () => {
  const newTable = useDynalite();
  operatorsSuite(async () => new DynamoOperators(await newTable()));
  describe('removals', () => removalsSuite(async () => new DynamoOperators(await newTable())));
});
