import { describe } from 'vitest';
import { DynamoConnections } from '../../shared/adapters/dynamodb/connections.ts';
import { DynamoIssues } from '../../shared/adapters/dynamodb/issues.ts';
import { DynamoLinks } from '../../shared/adapters/dynamodb/links.ts';
import { DynamoOperators } from '../../shared/adapters/dynamodb/operators.ts';
import { DynamoResting } from '../../shared/adapters/dynamodb/resting.ts';
import { DynamoRetiredPairs } from '../../shared/adapters/dynamodb/retired-pairs.ts';
import { Table } from '../../shared/adapters/dynamodb/table.ts';
import { DynamoWaitingGrants } from '../../shared/adapters/dynamodb/waiting-grants.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { InMemoryConnections } from '../fakes/in-memory-connections.ts';
import type { IndexLag } from '../fakes/in-memory-directory.ts';
import { InMemoryIssues } from '../fakes/in-memory-issues.ts';
import { InMemoryLinks } from '../fakes/in-memory-links.ts';
import { InMemoryOperators } from '../fakes/in-memory-operators.ts';
import { InMemoryResting } from '../fakes/in-memory-resting.ts';
import { InMemoryRetiredPairs } from '../fakes/in-memory-retired-pairs.ts';
import { InMemoryWaitingGrants } from '../fakes/in-memory-waiting-grants.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { stillIndex } from '../support/still-index.ts';
import { laggingIndexSuite } from './lagging-index-suite.ts';

describe('the stores in memory, whose index lags', () => {
  laggingIndexSuite(async () => {
    let isStill = false;
    const clock = new FakeClock();
    const lag: IndexLag = {
      nowEpochMs: () => clock.nowEpochMs(),
      lagMs: () => (isStill ? 60_000 : 0),
      seesAll: () => false,
    };
    return {
      connections: new InMemoryConnections(lag),
      issues: new InMemoryIssues(lag),
      links: new InMemoryLinks(clock, lag),
      operators: new InMemoryOperators(lag),
      resting: new InMemoryResting(lag),
      retiredPairs: new InMemoryRetiredPairs(lag),
      waitingGrants: new InMemoryWaitingGrants(lag),
      async stopIndex() {
        isStill = true;
      },
      catchUp() {
        isStill = false;
        clock.advance(60_000);
      },
    };
  });
});

describe('the table, whose index lags', () => {
  const newTable = useDynalite();
  laggingIndexSuite(async () => {
    const { client, name, forms } = await newTable();
    const index = stillIndex(client, name);
    let nonces = 0;
    const newNonce = () => `nonce-${++nonces}`;
    const table = new Table({ client: index.client, name, newNonce });
    return {
      connections: new DynamoConnections({ table, forms }),
      issues: new DynamoIssues({ table }),
      links: new DynamoLinks({ table, clock: new FakeClock(), forms }),
      operators: new DynamoOperators({ table }),
      resting: new DynamoResting({ table }),
      retiredPairs: new DynamoRetiredPairs({ table }),
      waitingGrants: new DynamoWaitingGrants({ table }),
      stopIndex: () => index.stop(),
      catchUp: () => index.catchUp(),
    };
  });
});
