import { describe } from 'vitest';
import { DynamoResting } from '../../shared/adapters/dynamodb/resting.ts';
import { InMemoryResting } from '../fakes/in-memory-resting.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { restingSuite } from './resting-suite.ts';

describe('InMemoryResting', () => restingSuite(async () => new InMemoryResting()));

describe('DynamoResting', () => {
  const newTable = useDynalite();
  restingSuite(async () => new DynamoResting(await newTable()));
});
