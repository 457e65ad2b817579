import type { Connection } from '../../contracts/connection-item.ts';
import type { Target } from '../../contracts/ids.ts';
import type { Night } from '../../contracts/night-item.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { AcceptedMismatches } from '../../ports/accepted-mismatches.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Aside } from '../../ports/aside.ts';
import type { BackfillRuns } from '../../ports/backfill-runs.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Differences } from '../../ports/differences.ts';
import type { Issues } from '../../ports/issues.ts';
import type { KeptCatalogues } from '../../ports/kept-catalogues.ts';
import type { Ledger, LedgerFor } from '../../ports/ledger/ledger.ts';
import type { LedgerPeriods } from '../../ports/ledger/periods.ts';
import type { RecordLinks } from '../../ports/links.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { MonthProofs } from '../../ports/month-proofs.ts';
import type { Nights } from '../../ports/nights.ts';
import type { CallCounts, Pacer } from '../../ports/pacer.ts';
import type { ProofPages } from '../../ports/proof-pages.ts';
import type { ChangeQueue, NightQueue } from '../../ports/queues.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import type { Source, SourceFor } from '../../ports/source.ts';
import type { SourceStates } from '../../ports/source-states.ts';

/** What it takes to begin a night. */
export interface StartNightDeps {
  nights: Nights;
  monthProofs: MonthProofs;
  connections: Connections;
  settings: SettingsStore;
  activities: Activities;
  nightQueue: NightQueue;
  clock: Clock;
  crypto: Crypto;
}

/** And to hand it on. */
export interface DirectNightDeps extends StartNightDeps {
  log: Log;
  metrics: Metrics;
}

export interface NightPorts extends DirectNightDeps {
  proofPages: ProofPages;
  acceptedMismatches: AcceptedMismatches;
  keptCatalogues: KeptCatalogues;
  backfills: Pick<BackfillRuns, 'get'>;
  links: RecordLinks;
  issues: Pick<Issues, 'listWith'>;
  differences: Pick<Differences, 'page'>;
  aside: Pick<Aside, 'mark'>;
  sourceStates: SourceStates;
  sourceFor: SourceFor;
  /** Undefined: that target is no ledger. */
  ledgers: Record<Target, LedgerFor | undefined>;
  queues: Record<Target, ChangeQueue>;
  pacer: Pacer & CallCounts;
}

/** Both sides of a night, as a step of it needs them. */
export interface Scene {
  night: Night;
  /** The connection to the source. */
  connection: Connection;
  source: Source;
  ledger: Ledger;
  periods: LedgerPeriods;
  settings: LedgerSettings;
}
