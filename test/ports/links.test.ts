import { describe } from 'vitest';
import { DynamoLinks } from '../../shared/adapters/dynamodb/links.ts';
import { InMemoryLinks } from '../fakes/in-memory-links.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { linksSuite } from './links-suite.ts';

describe('InMemoryLinks', () => linksSuite(async (clock) => new InMemoryLinks(clock)));

describe('DynamoLinks', () => {
  const newTable = useDynalite();
  linksSuite(async (clock) => new DynamoLinks({ ...(await newTable()), clock }));
});
