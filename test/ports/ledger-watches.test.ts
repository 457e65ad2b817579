import { describe } from 'vitest';
import { DynamoLedgerWatches } from '../../shared/adapters/dynamodb/ledger-watches.ts';
import { InMemoryLedgerWatches } from '../fakes/in-memory-ledger-watches.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { ledgerWatchesSuite } from './ledger-watches-suite.ts';

describe('InMemoryLedgerWatches', () =>
  ledgerWatchesSuite(async () => new InMemoryLedgerWatches()));

describe('DynamoLedgerWatches', () => {
  const newTable = useDynalite();
  ledgerWatchesSuite(async () => new DynamoLedgerWatches(await newTable()));
});
