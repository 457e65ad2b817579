import { describe } from 'vitest';
import { DynamoDifferences } from '../../shared/adapters/dynamodb/differences.ts';
import { InMemoryDifferences } from '../fakes/in-memory-differences.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { differencesSuite } from './differences-suite.ts';

describe('InMemoryDifferences', () => differencesSuite(async () => new InMemoryDifferences()));

describe('DynamoDifferences', () => {
  const newTable = useDynalite();
  differencesSuite(async () => new DynamoDifferences(await newTable()));
});
