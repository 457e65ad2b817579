import { describe } from 'vitest';
import { DynamoRates } from '../../shared/adapters/dynamodb/rates.ts';
import { InMemoryRates } from '../fakes/in-memory-rates.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { ratesSuite } from './rates-suite.ts';

describe('InMemoryRates', () => ratesSuite(async () => new InMemoryRates()));

describe('DynamoRates', () => {
  const newTable = useDynalite();
  ratesSuite(async () => new DynamoRates(await newTable()));
});
