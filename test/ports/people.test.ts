import { describe } from 'vitest';
import { DynamoMailWatches } from '../../shared/adapters/dynamodb/mail-watches.ts';
import { DynamoPeopleStore } from '../../shared/adapters/dynamodb/people-store.ts';
import { InMemoryMailWatches, InMemoryPeople } from '../fakes/in-memory-people.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { mailWatchesSuite, peopleSuite } from './people-suite.ts';

describe('InMemoryPeople', () => peopleSuite(async () => new InMemoryPeople()));
describe('InMemoryMailWatches', () => mailWatchesSuite(async () => new InMemoryMailWatches()));

describe('in DynamoDB', () => {
  const newTable = useDynalite();
  peopleSuite(async () => new DynamoPeopleStore(await newTable()));
  mailWatchesSuite(async () => new DynamoMailWatches(await newTable()));
});
