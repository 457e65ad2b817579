import { describe } from 'vitest';
import { DynamoBackfillRuns } from '../../shared/adapters/dynamodb/backfill-runs.ts';
import { InMemoryBackfillRuns } from '../fakes/in-memory-backfill-runs.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { backfillRunsSuite } from './backfill-runs-suite.ts';

describe('InMemoryBackfillRuns', () => backfillRunsSuite(async () => new InMemoryBackfillRuns()));

describe('DynamoBackfillRuns', () => {
  const newTable = useDynalite();
  backfillRunsSuite(async () => new DynamoBackfillRuns(await newTable()));
});
