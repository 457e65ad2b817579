import type { StoraSandbox } from '../../infra/local/vendors/stora/stora-sandbox.ts';
import { changeSourceState } from '../../shared/application/source-state/change-source-state.ts';
import type {
  ChangesQueueMessage,
  PageMessage,
  WriteBackMessage,
} from '../../shared/contracts/messages.ts';
import type { LedgerSettings } from '../../shared/contracts/settings.ts';
import { aConnection } from '../builders/a-connection.ts';
import { ledgerSettings } from '../builders/ledger-settings.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeVault } from '../fakes/fake-vault.ts';
import type { FixedAccessTokens } from '../fakes/fixed-access-tokens.ts';
import { InMemoryActivities } from '../fakes/in-memory-activities.ts';
import { InMemoryAside } from '../fakes/in-memory-aside.ts';
import { InMemoryBackfillRuns } from '../fakes/in-memory-backfill-runs.ts';
import { InMemoryConnections } from '../fakes/in-memory-connections.ts';
import { InMemoryDifferences } from '../fakes/in-memory-differences.ts';
import { InMemoryDocuments } from '../fakes/in-memory-documents.ts';
import { InMemoryEndpoints } from '../fakes/in-memory-endpoints.ts';
import { InMemoryIssues } from '../fakes/in-memory-issues.ts';
import { InMemoryLedgerWatches } from '../fakes/in-memory-ledger-watches.ts';
import { InMemoryLinks } from '../fakes/in-memory-links.ts';
import { InMemoryNightWatches } from '../fakes/in-memory-night-watches.ts';
import { InMemoryOperators } from '../fakes/in-memory-operators.ts';
import { InMemoryRates } from '../fakes/in-memory-rates.ts';
import { InMemoryRecordCounts } from '../fakes/in-memory-record-counts.ts';
import { InMemorySettings } from '../fakes/in-memory-settings.ts';
import { InMemorySettingsVersions } from '../fakes/in-memory-settings-versions.ts';
import { InMemorySourceStates } from '../fakes/in-memory-source-states.ts';
import { InMemoryTries } from '../fakes/in-memory-tries.ts';
import {
  operatorId,
  press,
  signIn,
  state,
  storaSettings,
  storaUrl,
  xeroUrl,
} from '../support/vendors-in-process.ts';
import { DurableQueue } from './durable-queue.ts';
import { Outside } from './outside.ts';
import { openVendors } from './vendors.ts';

/** Tokens have scenarios of their own: here they outlive every run. */
const monthSeconds = 30 * 86_400;
const endpointId = 'endpoint_0123456789';

export interface BooksOptions {
  /** The organisation lacks the whole tracking category; else only the site's option is missing. */
  hasNoTracking?: boolean;
  /** Event types that Stora does not know. */
  absentEvents?: string[];
  settings?: Partial<LedgerSettings>;
}

export type BooksWorld = Awaited<ReturnType<typeof openBooksWorld>>;

/** Both vendors, durable stores and queues, and one operator that is connected to both. */
export async function openBooksWorld(options: BooksOptions = {}) {
  const clock = new FakeClock();
  const vendors = openVendors(clock, { aliveSeconds: monthSeconds });
  const { stora, xero } = vendors;
  if (options.hasNoTracking) xero.world.book(operatorId)?.trackingCategories.clear();
  const world = {
    clock,
    stora,
    xero,
    deliveries: vendors.deliveries,
    tokens: await signIn({ sandbox: stora }, xero),
    outside: new Outside(clock, vendors),
    stores: openStores(clock),
    changes: new DurableQueue<ChangesQueueMessage>(clock),
    writeBacks: new DurableQueue<WriteBackMessage>(clock),
    pages: new DurableQueue<PageMessage>(clock),
    press: (action: string, input: Record<string, unknown> = {}) =>
      press({ fetch: stora.fetch, base: storaUrl }, action, input),
    storaState: () => state(stora.fetch, storaUrl),
    xeroState: () => state(xero.fetch, xeroUrl),
  };
  const { absentEvents = [] } = options;
  Object.assign(stora.settings.absent, { eventTypes: absentEvents });
  await connect(world, absentEvents);
  const present = await world.stores.settings.get(operatorId, 'xero');
  if (present !== undefined) await world.stores.settings.put({ ...present, ...options.settings });
  return world;
}

function openStores(clock: FakeClock) {
  const connections = new InMemoryConnections();
  return {
    connections,
    aside: new InMemoryAside(connections),
    backfills: new InMemoryBackfillRuns(),
    endpoints: new InMemoryEndpoints(),
    links: new InMemoryLinks(clock),
    differences: new InMemoryDifferences(),
    ledgerWatches: new InMemoryLedgerWatches(),
    nightWatches: new InMemoryNightWatches(),
    issues: new InMemoryIssues(),
    activities: new InMemoryActivities(),
    operators: new InMemoryOperators(),
    settings: new InMemorySettings(),
    settingsVersions: new InMemorySettingsVersions(),
    rates: new InMemoryRates(),
    counts: new InMemoryRecordCounts(),
    documents: new InMemoryDocuments(),
    sourceStates: new InMemorySourceStates(),
    tries: new InMemoryTries(),
    vault: new FakeVault(),
  };
}

async function connect(
  world: {
    clock: FakeClock;
    stora: StoraSandbox;
    stores: ReturnType<typeof openStores>;
    tokens: FixedAccessTokens;
  },
  absentEvents: string[],
): Promise<void> {
  const { stores, stora, tokens } = world;
  const expiresAtEpochMs = world.clock.nowEpochMs() + 3_600_000;
  const connection = aConnection({ operatorId, provider: 'stora', epoch: 1, expiresAtEpochMs });
  stores.connections.seed({ ...connection, endpointId });
  stores.connections.seed(aConnection({ operatorId, provider: 'xero', epoch: 1 }));
  await stores.settings.put(
    ledgerSettings({ operatorId, clearingAccountCode: '091', taxCentDifference: 'override' }),
  );
  const { value } = await tokens.get({ operatorId, provider: 'stora' });
  const body = {
    name: 'Rollerdoor',
    url: `https://rollerdoor.test/webhooks/stora/${endpointId}`,
    api_version: '2025-09',
    event_types: storaSettings().webhookEventTypes.filter((name) => !absentEvents.includes(name)),
    metadata: {},
  };
  const answer = await stora.fetch(
    new Request(`${storaUrl}/2025-09/webhook_endpoints`, {
      method: 'POST',
      headers: { authorization: `Bearer ${value}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  const { endpoint } = await answer.json();
  const context = { operatorId, provider: 'stora', epoch: 1, purpose: 'webhook-secret' } as const;
  await stores.endpoints.put({
    endpointId,
    operatorId,
    epoch: 1,
    sourceEndpointId: endpoint.id,
    sealedSecrets: [await stores.vault.seal(endpoint.secret, context)],
  });
  const at = new Date(world.clock.nowEpochMs()).toISOString();
  const { webhookEventTypes: asked } = storaSettings();
  const events = { asked, accepted: body.event_types, refused: absentEvents, open: [] };
  await changeSourceState(stores.sourceStates, connection, (standing) => ({
    ...standing,
    events: { ...events, endpointId, at, since: at },
  }));
}
