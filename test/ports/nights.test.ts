import { describe } from 'vitest';
import { DynamoNightWatches } from '../../shared/adapters/dynamodb/night-watches.ts';
import { DynamoNights } from '../../shared/adapters/dynamodb/nights.ts';
import { InMemoryNightWatches } from '../fakes/in-memory-night-watches.ts';
import { InMemoryNights } from '../fakes/in-memory-nights.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { nightWatchesSuite } from './night-watches-suite.ts';
import { nightsSuite } from './nights-suite.ts';

describe('InMemoryNights', () => nightsSuite(async () => new InMemoryNights()));

describe('DynamoNights', () => {
  const newTable = useDynalite();
  nightsSuite(async () => new DynamoNights(await newTable()));
});

describe('InMemoryNightWatches', () => nightWatchesSuite(async () => new InMemoryNightWatches()));

describe('DynamoNightWatches', () => {
  const newTable = useDynalite();
  nightWatchesSuite(async () => new DynamoNightWatches(await newTable()));
});
