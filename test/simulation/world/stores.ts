import { FakeSecrets } from '../../fakes/fake-secrets.ts';
import { FakeVault } from '../../fakes/fake-vault.ts';
import { InMemoryAccountHolders } from '../../fakes/in-memory-account-holders.ts';
import { InMemoryActivities } from '../../fakes/in-memory-activities.ts';
import { InMemoryAside } from '../../fakes/in-memory-aside.ts';
import { InMemoryAuthorizations } from '../../fakes/in-memory-authorizations.ts';
import { InMemoryBackfillRuns } from '../../fakes/in-memory-backfill-runs.ts';
import { InMemoryConnections } from '../../fakes/in-memory-connections.ts';
import { InMemoryDifferences } from '../../fakes/in-memory-differences.ts';
import type { IndexLag } from '../../fakes/in-memory-directory.ts';
import { InMemoryDocuments } from '../../fakes/in-memory-documents.ts';
import { InMemoryEndpoints } from '../../fakes/in-memory-endpoints.ts';
import { InMemoryIssues } from '../../fakes/in-memory-issues.ts';
import { InMemoryLedgerWatches } from '../../fakes/in-memory-ledger-watches.ts';
import { InMemoryOperators } from '../../fakes/in-memory-operators.ts';
import { InMemoryPreviews } from '../../fakes/in-memory-previews.ts';
import { InMemoryRates } from '../../fakes/in-memory-rates.ts';
import { InMemoryRecordCounts } from '../../fakes/in-memory-record-counts.ts';
import { InMemoryResting } from '../../fakes/in-memory-resting.ts';
import { InMemoryRetiredPairs } from '../../fakes/in-memory-retired-pairs.ts';
import { InMemorySettings } from '../../fakes/in-memory-settings.ts';
import { InMemorySettingsVersions } from '../../fakes/in-memory-settings-versions.ts';
import { InMemorySourceStates } from '../../fakes/in-memory-source-states.ts';
import { InMemoryTries } from '../../fakes/in-memory-tries.ts';
import { InMemoryWaitingGrants } from '../../fakes/in-memory-waiting-grants.ts';
import { fastRandom } from '../engine/fast-random.ts';
import { indexLag } from '../engine/index-lag.ts';
import { partAnswers } from '../engine/part-answers.ts';
import { type Engine, type PortNature, withFaults } from '../engine/with-faults.ts';
import { client } from './addresses.ts';
import { bareNights, remoteNights } from './night-stores.ts';
import type { Plan } from './plan.ts';
import { SimCrypto } from './sim-crypto.ts';
import { WatchedLinks } from './watched-links.ts';

export type Stores = ReturnType<typeof openStores>;

/** Everything that is stored, and the same as processes reach it: over a network. */
export function openStores(
  engine: Engine,
  { seed, faults, hasWalk, hasNights }: Pick<Plan, 'seed' | 'faults' | 'hasWalk' | 'hasNights'>,
) {
  const lag = indexLag(engine, { seed, isLong: faults.index_lags !== undefined });
  const bare = openBare(engine, { lag, seed });
  const crypto = new SimCrypto(fastRandom(seed ^ 0xc0de));
  const outage = { untilEpochMs: 0 };
  const isDown = () => engine.time.nowEpochMs() < outage.untilEpochMs;
  const table = <T extends object>(
    port: T,
    nature: Pick<PortNature, 'name' | 'writes' | 'queries'>,
  ) => withFaults(port, { ...nature, place: 'store', refusal: throttled, isDown }, engine);
  const remote = {
    activities: table(bare.activities, { name: 'activities', writes: ['append', 'appendGroup'] }),
    authorizations: table(bare.authorizations, {
      name: 'authorizations',
      writes: ['put', 'consume'],
    }),
    connections: table(bare.connections, {
      name: 'connections',
      writes: connectionWrites,
      queries: ['leaving'],
    }),
    aside: table(bare.aside, asideNature),
    // Where nobody walks, nothing is thrown for it: each seed stays what it was.
    backfills: hasWalk
      ? table(bare.backfills, { name: 'backfills', writes: ['save'], queries: ['due'] })
      : bare.backfills,
    endpoints: table(bare.endpoints, { name: 'endpoints', writes: ['put', 'remove'] }),
    issues: table(bare.issues, issuesNature),
    links: table(bare.links, { name: 'links', writes: ['save'], queries: ['owing'] }),
    operators: table(bare.operators, operatorsNature),
    previews: table(bare.previews, { name: 'previews', writes: ['put'] }),
    rates: table(bare.rates, { name: 'rates', writes: ['save'] }),
    retiredPairs: table(bare.retiredPairs, retiredPairNature),
    accountHolders: table(bare.accountHolders, accountHolderNature),
    waitingGrants: table(bare.waitingGrants, waitingGrantNature),
    resting: table(bare.resting, restingNature),
    settings: table(bare.settings, { name: 'settings', writes: ['put', 'change', 'save'] }),
    settingsVersions: table(bare.settingsVersions, { name: 'settingsVersions', writes: ['note'] }),
    sourceStates: table(bare.sourceStates, { name: 'sourceStates', writes: ['save'] }),
    counts: table(bare.counts, { name: 'counts', writes: ['note', 'put'] }),
    // Without faults of its own: what is in doubt there is whether a worker comes as far.
    documents: bare.documents,
    differences: bare.differences,
    ledgerWatches: bare.ledgerWatches,
    ...remoteNights(bare, hasNights ? table : asItIs),
    tries: table(bare.tries, { name: 'tries', writes: ['save'] }),
    vault: withFaults(
      bare.vault,
      { name: 'vault', place: 'vault', writes: [], refusal: throttled },
      engine,
    ),
    secrets: withFaults(
      bare.secrets,
      { name: 'secrets', place: 'secrets', writes: [], refusal: throttled },
      engine,
    ),
  };
  return { bare, remote, crypto, outage, isDown };
}

function openBare(engine: Engine, { lag, seed }: { lag: IndexLag; seed: number }) {
  const clock = {
    nowEpochMs: () => engine.time.nowEpochMs(),
    sleep: () => Promise.reject(new Error('Stores do not sleep.')),
  };
  const connections = new InMemoryConnections(lag);
  const bare = {
    activities: new InMemoryActivities(),
    aside: new InMemoryAside(connections, { lag }),
    authorizations: new InMemoryAuthorizations(clock),
    backfills: new InMemoryBackfillRuns({ lag }),
    connections,
    endpoints: new InMemoryEndpoints(),
    issues: new InMemoryIssues(lag),
    links: new WatchedLinks(clock, lag, partAnswers(engine, seed)),
    operators: new InMemoryOperators(lag),
    previews: new InMemoryPreviews(clock),
    rates: new InMemoryRates(),
    resting: new InMemoryResting(lag),
    retiredPairs: new InMemoryRetiredPairs(lag),
    accountHolders: new InMemoryAccountHolders(),
    waitingGrants: new InMemoryWaitingGrants(lag),
    settings: new InMemorySettings(),
    settingsVersions: new InMemorySettingsVersions(),
    counts: new InMemoryRecordCounts(),
    documents: new InMemoryDocuments(),
    differences: new InMemoryDifferences(),
    ledgerWatches: new InMemoryLedgerWatches(),
    ...bareNights(lag),
    sourceStates: new InMemorySourceStates(),
    tries: new InMemoryTries(),
    vault: new FakeVault(),
    secrets: new FakeSecrets(),
  };
  bare.secrets.setCredentials('stora', client);
  bare.secrets.setCredentials('xero', client);
  return bare;
}

const operatorsNature = { name: 'operators', writes: [], queries: ['list', 'removals'] };
const retiredPairNature = {
  name: 'retiredPairs',
  writes: ['put', 'keep', 'remove', 'takeLease'],
  queries: ['waiting'],
};
const accountHolderNature = { name: 'accountHolders', writes: ['put', 'remove'] };
const waitingGrantNature = {
  name: 'waitingGrants',
  writes: ['put', 'answer', 'remove'],
  queries: ['expired'],
};

const connectionWrites = [
  'replace',
  'takeLease',
  'storeTokens',
  'markNeedsReconnect',
  'releaseLease',
  'setEndpoint',
  'forgetEndpoint',
  'beginDisconnect',
  'keepForRevocation',
  'noteLeaving',
  'finishDisconnect',
  'noteClientRefused',
  'placeForSweep',
  'placeAsBefore',
];

/** Without faults, where nobody throws any. */
function asItIs<T extends object>(port: T): T {
  return port;
}

function throttled(): Error {
  return Object.assign(new Error('The rate of requests is too high.'), {
    name: 'ThrottlingException',
  });
}

const issuesNature = {
  name: 'issues',
  writes: [
    'raise',
    'resolve',
    'resolveAsSeen',
    'noteWoken',
    'accept',
    'putSummary',
    'watchNext',
    'watchNow',
  ],
  queries: ['watched'],
};

const asideNature = {
  name: 'aside',
  writes: ['put', 'note', 'remove', 'close', 'lookNext'],
  queries: ['due'],
};

const restingNature = {
  name: 'resting',
  writes: ['note', 'callBack', 'forget', 'want'],
  queries: ['hidden'],
};
