import { FakeSecrets } from '../../fakes/fake-secrets.ts';
import { FakeVault } from '../../fakes/fake-vault.ts';
import { InMemoryAccountHolders } from '../../fakes/in-memory-account-holders.ts';
import { InMemoryActivities } from '../../fakes/in-memory-activities.ts';
import { InMemoryAuthorizations } from '../../fakes/in-memory-authorizations.ts';
import { InMemoryConnections } from '../../fakes/in-memory-connections.ts';
import { InMemoryEndpoints } from '../../fakes/in-memory-endpoints.ts';
import { InMemoryIssues } from '../../fakes/in-memory-issues.ts';
import { InMemoryOperators } from '../../fakes/in-memory-operators.ts';
import { InMemoryRates } from '../../fakes/in-memory-rates.ts';
import { InMemoryResting } from '../../fakes/in-memory-resting.ts';
import { InMemoryRetiredPairs } from '../../fakes/in-memory-retired-pairs.ts';
import { InMemorySettings } from '../../fakes/in-memory-settings.ts';
import { InMemorySourceStates } from '../../fakes/in-memory-source-states.ts';
import { InMemoryTries } from '../../fakes/in-memory-tries.ts';
import { InMemoryWaitingGrants } from '../../fakes/in-memory-waiting-grants.ts';
import { fastRandom } from '../engine/fast-random.ts';
import { type Engine, type PortNature, withFaults } from '../engine/with-faults.ts';
import { client } from './addresses.ts';
import { SimCrypto } from './sim-crypto.ts';
import { WatchedLinks } from './watched-links.ts';

export type Stores = ReturnType<typeof openStores>;

/** Everything that is stored, and the same as processes reach it: over a network. */
export function openStores(engine: Engine, seed: number) {
  const clock = {
    nowEpochMs: () => engine.time.nowEpochMs(),
    sleep: () => Promise.reject(new Error('Stores do not sleep.')),
  };
  const bare = {
    activities: new InMemoryActivities(),
    authorizations: new InMemoryAuthorizations(clock),
    connections: new InMemoryConnections(),
    endpoints: new InMemoryEndpoints(),
    issues: new InMemoryIssues(),
    links: new WatchedLinks(clock),
    operators: new InMemoryOperators(),
    rates: new InMemoryRates(),
    resting: new InMemoryResting(),
    retiredPairs: new InMemoryRetiredPairs(),
    accountHolders: new InMemoryAccountHolders(),
    waitingGrants: new InMemoryWaitingGrants(),
    settings: new InMemorySettings(),
    sourceStates: new InMemorySourceStates(),
    tries: new InMemoryTries(),
    vault: new FakeVault(),
    secrets: new FakeSecrets(),
  };
  bare.secrets.setCredentials('stora', client);
  bare.secrets.setCredentials('xero', client);
  const crypto = new SimCrypto(fastRandom(seed ^ 0xc0de));
  const outage = { untilEpochMs: 0 };
  const isDown = () => engine.time.nowEpochMs() < outage.untilEpochMs;
  const table = <T extends object>(
    port: T,
    nature: Pick<PortNature, 'name' | 'writes' | 'queries'>,
  ) => withFaults(port, { ...nature, place: 'store', refusal: throttled, isDown }, engine);
  const remote = {
    activities: table(bare.activities, { name: 'activities', writes: ['append'] }),
    authorizations: table(bare.authorizations, {
      name: 'authorizations',
      writes: ['put', 'consume'],
    }),
    connections: table(bare.connections, {
      name: 'connections',
      writes: connectionWrites,
      queries: ['leaving'],
    }),
    endpoints: table(bare.endpoints, { name: 'endpoints', writes: ['put', 'remove'] }),
    issues: table(bare.issues, issuesNature),
    links: table(bare.links, { name: 'links', writes: ['save'], queries: ['owing'] }),
    operators: table(bare.operators, { name: 'operators', writes: [] }),
    rates: table(bare.rates, { name: 'rates', writes: ['save'] }),
    retiredPairs: table(bare.retiredPairs, retiredPairNature),
    accountHolders: table(bare.accountHolders, accountHolderNature),
    waitingGrants: table(bare.waitingGrants, waitingGrantNature),
    resting: table(bare.resting, restingNature),
    settings: table(bare.settings, { name: 'settings', writes: ['put', 'change'] }),
    sourceStates: table(bare.sourceStates, { name: 'sourceStates', writes: ['save'] }),
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
  'beginDisconnect',
  'keepForRevocation',
  'noteLeaving',
  'finishDisconnect',
  'noteClientRefused',
  'placeForSweep',
];

function throttled(): Error {
  return Object.assign(new Error('The rate of requests is too high.'), {
    name: 'ThrottlingException',
  });
}

const issuesNature = {
  name: 'issues',
  writes: ['raise', 'resolve', 'noteWoken', 'watchNext', 'watchNow'],
  queries: ['watched'],
};

const restingNature = {
  name: 'resting',
  writes: ['note', 'callBack', 'forget', 'want'],
  queries: ['hidden'],
};
