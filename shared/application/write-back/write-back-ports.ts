import type { Target } from '../../contracts/ids.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Aside } from '../../ports/aside.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { LedgerFor } from '../../ports/ledger/ledger.ts';
import type { Links } from '../../ports/links.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { Pacer } from '../../ports/pacer.ts';
import type { Source, SourceFor } from '../../ports/source.ts';
import type { SourceStates } from '../../ports/source-states.ts';
import type { Tries } from '../../ports/tries.ts';
import type { BatchRows } from './batch-rows.ts';
import type { Payments } from './payments.ts';

export interface WriteBackPorts {
  connections: Connections;
  aside: Aside;
  links: Links;
  activities: Activities;
  sourceStates: SourceStates;
  tries: Tries;
  sourceFor: SourceFor;
  /** Undefined: that target is no ledger. */
  ledgers: Record<Target, LedgerFor | undefined>;
  pacer: Pacer;
  clock: Clock;
  crypto: Crypto;
  log: Log;
  metrics: Metrics;
}

/** What all messages of a batch share. */
export interface WriteBackBatch {
  rows: BatchRows;
  payments: Payments;
  ports: WriteBackPorts;
}

/** One message whose turn it is. */
export interface Turn extends WriteBackBatch {
  source: Source;
  /** Of the message in its batch. */
  position: number;
}
