import { describe } from 'vitest';
import { DynamoAccountHolders } from '../../shared/adapters/dynamodb/account-holders.ts';
import { InMemoryAccountHolders } from '../fakes/in-memory-account-holders.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { accountHoldersSuite } from './account-holders-suite.ts';

describe('InMemoryAccountHolders', () =>
  accountHoldersSuite(async () => new InMemoryAccountHolders()));

describe('DynamoAccountHolders', () => {
  const newTable = useDynalite();
  accountHoldersSuite(async () => new DynamoAccountHolders(await newTable()));
});
