import { describe } from 'vitest';
import { DynamoOutbox } from '../../shared/adapters/dynamodb/outbox.ts';
import { InMemoryOutbox } from '../fakes/in-memory-outbox.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { outboxSuite } from './outbox-suite.ts';

describe('InMemoryOutbox', () => outboxSuite(async () => new InMemoryOutbox()));

describe('DynamoOutbox', () => {
  const newTable = useDynalite();
  outboxSuite(async () => new DynamoOutbox(await newTable()));
});
