import { describe } from 'vitest';
import { DynamoEndpoints } from '../../shared/adapters/dynamodb/endpoints.ts';
import { InMemoryEndpoints } from '../fakes/in-memory-endpoints.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { endpointsSuite } from './endpoints-suite.ts';

describe('InMemoryEndpoints', () => endpointsSuite(async () => new InMemoryEndpoints()));

describe('DynamoEndpoints', () => {
  const newTable = useDynalite();
  endpointsSuite(async () => new DynamoEndpoints(await newTable()));
});
