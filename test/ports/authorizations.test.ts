import { describe } from 'vitest';
import { DynamoAuthorizations } from '../../shared/adapters/dynamodb/authorizations.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { InMemoryAuthorizations } from '../fakes/in-memory-authorizations.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { authorizationsSuite, waitingAuthorizationsSuite } from './authorizations-suite.ts';

describe('InMemoryAuthorizations', () => {
  authorizationsSuite(async (clock) => new InMemoryAuthorizations(clock));
  describe('waiting', () =>
    waitingAuthorizationsSuite(async (clock) => new InMemoryAuthorizations(clock)));
});

describe('DynamoAuthorizations', () => {
  const newTable = useDynalite();
  const make = async (clock: Clock) => {
    const { table } = await newTable();
    return new DynamoAuthorizations({ table, clock });
  };
  authorizationsSuite(make);
  describe('waiting', () => waitingAuthorizationsSuite(make));
});
