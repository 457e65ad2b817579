import { describe } from 'vitest';
import { DynamoRecordCounts } from '../../shared/adapters/dynamodb/record-counts.ts';
import { InMemoryRecordCounts } from '../fakes/in-memory-record-counts.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { recordCountsSuite } from './record-counts-suite.ts';

describe('InMemoryRecordCounts', () => recordCountsSuite(async () => new InMemoryRecordCounts()));

describe('DynamoRecordCounts', () => {
  const newTable = useDynalite();
  recordCountsSuite(async () => new DynamoRecordCounts(await newTable()));
});
