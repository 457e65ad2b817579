import { describe } from 'vitest';
import { DynamoDocuments } from '../../shared/adapters/dynamodb/documents.ts';
import { InMemoryDocuments } from '../fakes/in-memory-documents.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { documentsSuite } from './documents-suite.ts';

describe('InMemoryDocuments', () => documentsSuite(async () => new InMemoryDocuments()));

describe('DynamoDocuments', () => {
  const newTable = useDynalite();
  documentsSuite(async () => new DynamoDocuments(await newTable()));
});
