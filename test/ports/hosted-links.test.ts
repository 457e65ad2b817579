import { describe } from 'vitest';
import { DynamoHostedLinks } from '../../shared/adapters/dynamodb/hosted-links.ts';
import { InMemoryHostedLinks } from '../fakes/in-memory-hosted-links.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { hostedLinksSuite } from './hosted-links-suite.ts';

describe('InMemoryHostedLinks', () =>
  hostedLinksSuite(async (clock) => new InMemoryHostedLinks(clock)));

describe('DynamoHostedLinks', () => {
  const newTable = useDynalite();
  hostedLinksSuite(async (clock) => {
    const { table } = await newTable();
    return new DynamoHostedLinks({ table, clock });
  });
});
