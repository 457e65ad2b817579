import { describe } from 'vitest';
import { DynamoWaitingGrants } from '../../shared/adapters/dynamodb/waiting-grants.ts';
import { InMemoryWaitingGrants } from '../fakes/in-memory-waiting-grants.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { waitingGrantsSuite } from './waiting-grants-suite.ts';

describe('InMemoryWaitingGrants', () =>
  waitingGrantsSuite(async () => new InMemoryWaitingGrants()));

describe('DynamoWaitingGrants', () => {
  const newTable = useDynalite();
  waitingGrantsSuite(async () => new DynamoWaitingGrants(await newTable()));
});
