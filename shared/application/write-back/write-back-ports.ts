import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { LedgerFor } from '../../ports/ledger/ledger.ts';
import type { Links } from '../../ports/links.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { Pacer } from '../../ports/pacer.ts';
import type { SourceFor } from '../../ports/source.ts';
import type { SourceStates } from '../../ports/source-states.ts';
import type { Tries } from '../../ports/tries.ts';

export interface WriteBackPorts {
  connections: Connections;
  links: Links;
  activities: Activities;
  sourceStates: SourceStates;
  tries: Tries;
  sourceFor: SourceFor;
  ledgerFor: LedgerFor;
  pacer: Pacer;
  clock: Clock;
  crypto: Crypto;
  log: Log;
  metrics: Metrics;
}
