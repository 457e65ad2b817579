import { describe } from 'vitest';
import { DynamoAuthorizations } from '../../shared/adapters/dynamodb/authorizations.ts';
import { InMemoryAuthorizations } from '../fakes/in-memory-authorizations.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { authorizationsSuite } from './authorizations-suite.ts';

describe('InMemoryAuthorizations', () =>
  authorizationsSuite(async (clock) => new InMemoryAuthorizations(clock)));

describe('DynamoAuthorizations', () => {
  const newTable = useDynalite();
  authorizationsSuite(async (clock) => {
    const { table } = await newTable();
    return new DynamoAuthorizations({ table, clock });
  });
});
