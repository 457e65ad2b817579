import { describe } from 'vitest';
import { DynamoPreviews } from '../../shared/adapters/dynamodb/previews.ts';
import { InMemoryPreviews } from '../fakes/in-memory-previews.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { previewsSuite } from './previews-suite.ts';

describe('InMemoryPreviews', () => previewsSuite(async (clock) => new InMemoryPreviews(clock)));

describe('DynamoPreviews', () => {
  const newTable = useDynalite();
  previewsSuite(async (clock) => {
    const { table } = await newTable();
    return new DynamoPreviews({ table, clock });
  });
});
