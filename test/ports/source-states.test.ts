import { describe } from 'vitest';
import { DynamoSourceStates } from '../../shared/adapters/dynamodb/source-states.ts';
import { InMemorySourceStates } from '../fakes/in-memory-source-states.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { sourceStatesSuite } from './source-states-suite.ts';

describe('InMemorySourceStates', () => sourceStatesSuite(async () => new InMemorySourceStates()));

describe('DynamoSourceStates', () => {
  const newTable = useDynalite();
  sourceStatesSuite(async () => new DynamoSourceStates(await newTable()));
});
