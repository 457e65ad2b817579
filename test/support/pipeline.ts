import { createSeededRandom } from '../../infra/local/vendors/common/seeded-random.ts';
import type { StoraAbsentNames } from '../../infra/local/vendors/stora/core/stora-settings.ts';
import type { StoraSandbox } from '../../infra/local/vendors/stora/stora-sandbox.ts';
import { applyChanges } from '../../shared/application/apply-changes/apply-changes.ts';
import type { ChangeResult } from '../../shared/application/apply-changes/results.ts';
import { ensureWebhookEndpoint } from '../../shared/application/connect/ensure-webhook-endpoint.ts';
import { tendSources } from '../../shared/application/intake/tend-sources.ts';
import { PacedCalls } from '../../shared/application/pacing/paced-calls.ts';
import { ledgerApplier } from '../../shared/application/post-to-ledger/ledger-applier.ts';
import { receiveWebhook } from '../../shared/application/receive-webhook/receive-webhook.ts';
import { writeBack } from '../../shared/application/write-back/write-back.ts';
import type { ChangeMessage, WriteBackMessage } from '../../shared/contracts/messages.ts';
import type { LedgerSettings } from '../../shared/contracts/settings.ts';
import { intakeMemory } from '../../shared/runtime/intake-memory.ts';
import { sourceReader } from '../../shared/source/clients.ts';
import { StoraSource } from '../../shared/source/stora/stora-source.ts';
import { XeroLedger } from '../../shared/targets/xero/xero-ledger.ts';
import { aConnection } from '../builders/a-connection.ts';
import { anOperator } from '../builders/an-operator.ts';
import { ledgerSettings } from '../builders/ledger-settings.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeCrypto } from '../fakes/fake-crypto.ts';
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
import { InMemoryNights } from '../fakes/in-memory-nights.ts';
import { InMemoryOperators } from '../fakes/in-memory-operators.ts';
import { InMemoryPreviews } from '../fakes/in-memory-previews.ts';
import {
  InMemoryAcceptedMismatches,
  InMemoryKeptCatalogues,
  InMemoryMonthProofs,
  InMemoryProofPages,
} from '../fakes/in-memory-proofs.ts';
import { InMemoryRates } from '../fakes/in-memory-rates.ts';
import { InMemoryRecordCounts } from '../fakes/in-memory-record-counts.ts';
import { InMemorySettings } from '../fakes/in-memory-settings.ts';
import { InMemorySettingsVersions } from '../fakes/in-memory-settings-versions.ts';
import { InMemorySourceStates } from '../fakes/in-memory-source-states.ts';
import { InMemoryTries } from '../fakes/in-memory-tries.ts';
import { RecordingLog } from '../fakes/recording-log.ts';
import {
  RecordingChangeQueue,
  RecordingNightQueue,
  RecordingPageQueue,
  RecordingWriteBackQueue,
} from '../fakes/recording-queues.ts';

import {
  caps,
  type Intercept,
  operatorId,
  press,
  signIn,
  startVendors,
  state,
  storaSettings,
  storaUrl,
  xeroSettings,
  xeroUrl,
} from './vendors-in-process.ts';

export interface PipelineOptions {
  settings?: Partial<LedgerSettings>;
  intercept?: Intercept;
  /** Names that this Stora does not know; the endpoint is then registered as in the product. */
  absent?: Partial<StoraAbsentNames> & { unknownQuery?: 'ignore' | 'reject' };
}

export type Pipeline = Awaited<ReturnType<typeof startPipeline>>;

/**
 * The real use cases and vendor adapters over both sandboxes in process, in-memory stores and one
 * clock that only moves when somebody waits. The operator is connected and its webhooks arrive.
 */
export async function startPipeline(options: PipelineOptions = {}) {
  const clock = new FakeClock();
  const log = new RecordingLog();
  const { stora, xero, calls } = startVendors(clock, options);
  const tokens = await signIn(stora, xero);
  const ports = openPorts({ clock, log, tokens, fetch: calls.fetch });
  const { stores, changes, writeBacks } = ports;
  await seedOperator(stores, options);
  await openEndpoint(options, { ports, sandbox: stora.sandbox });
  stora.onDelivery = (request) => receive(request, ports);
  return {
    clock,
    log,
    ports,
    calls: calls.seen,
    stora: stora.sandbox,
    xero,
    changes,
    writeBacks,
    stores,
    /** Runs a button of the Stora sandbox's control page. */
    press: (action: string, input: Record<string, unknown> = {}) =>
      press({ ...stora.sandbox, base: storaUrl }, action, input),
    pressXero: (action: string, input: Record<string, unknown> = {}) =>
      press({ ...xero, base: xeroUrl }, action, input),
    storaState: () => state(stora.sandbox.fetch, storaUrl),
    xeroState: () => state(xero.fetch, xeroUrl),
    /** Delivers all webhooks that are due, then works both queues until they are empty. */
    settle: async (settleOptions: SettleOptions = {}) => {
      await deliver(stora.sandbox, clock);
      const results = await work(
        inOrder(changes.messages(), settleOptions),
        async (batch) => applyChanges(batch.map(firstReceived), ports),
        { clock, size: settleOptions.batchSize ?? 10 },
      );
      const back = await work(
        writeBacks.messages(),
        (batch) => writeBack(batch.map(firstReceived), ports),
        {
          clock,
          size: 10,
        },
      );
      return { changes: results, writeBacks: back };
    },
    /** One tick of what looks after changes that no event tells of. */
    tend: () => tend(ports, clock.nowEpochMs() + 180_000),
    apply: (messages: ChangeMessage[], receiveCount = 1) => {
      const received = messages.map((message) => ({ message, receiveCount }));
      return applyChanges(received, ports);
    },
    /** As after a reconnect: what stands aside goes on. */
    workAside: () => {
      const message = { schemaVersion: 1, operatorId, target: 'xero', asks: 'aside' } as const;
      return applyChanges([{ ...firstReceived(message), sequence: '1000000' }], ports);
    },
    writeBack: (messages: WriteBackMessage[]) => writeBack(messages.map(firstReceived), ports),
    deliver: () => deliver(stora.sandbox, clock),
  };
}

/** Connected to both sides. Settings of another company, made later, are switched on at once as well. */
async function seedOperator(
  { operators, connections, settings }: ReturnType<typeof openPorts>['stores'],
  options: PipelineOptions,
): Promise<void> {
  await operators.add(anOperator({ operatorId, postsAtOnce: true }));
  connections.seed(aConnection({ operatorId, provider: 'stora', epoch: 1 }));
  connections.seed(aConnection({ operatorId, provider: 'xero', epoch: 1 }));
  await settings.put(
    ledgerSettings({
      operatorId,
      clearingAccountCode: '091',
      taxCentDifference: 'override',
      ...options.settings,
    }),
  );
}

function tend(ports: ReturnType<typeof openPorts>, untilEpochMs: number) {
  const eventTypes = storaSettings().webhookEventTypes;
  return tendSources({ ...ports, eventTypes, queues: { xero: ports.changes } }, untilEpochMs);
}

function firstReceived<M>(message: M): { message: M; receiveCount: number } {
  return { message, receiveCount: 1 };
}

interface SettleOptions {
  /** Each change so many times, in an order of this seed. */
  shuffled?: { times: number; seed: number };
  batchSize?: number;
}

function inOrder(messages: ChangeMessage[], { shuffled }: SettleOptions): ChangeMessage[] {
  if (shuffled === undefined) return messages;
  const copies = Array.from({ length: shuffled.times }, () => messages).flat();
  return createSeededRandom(shuffled.seed).shuffle(copies);
}

type Result = ChangeResult | Awaited<ReturnType<typeof writeBack>>[number];

/** A queue of one group: batches from the front, what is deferred stays and time passes. */
async function work<M, R extends Result>(
  messages: M[],
  handle: (batch: M[]) => Promise<R[]>,
  { clock, size }: { clock: FakeClock; size: number },
): Promise<R[]> {
  const waiting = [...messages];
  const done: R[] = [];
  for (let rounds = 0; waiting.length > 0; rounds += 1) {
    if (rounds > 2_000) throw new Error('The queue does not drain.');
    const results = await handle(waiting.slice(0, size));
    const deferred = results.findIndex((result) => result.kind === 'deferred');
    const finished = deferred < 0 ? results.length : deferred;
    waiting.splice(0, finished);
    done.push(...results.slice(0, finished));
    const wait = results[deferred];
    if (wait?.kind === 'deferred') clock.advance(Math.max(2, wait.retryAfterSeconds) * 1_000);
  }
  return done;
}

async function deliver(sandbox: StoraSandbox, clock: FakeClock): Promise<void> {
  for (let due = sandbox.nextDueEpochMs(); due !== null; due = sandbox.nextDueEpochMs()) {
    clock.advance(Math.max(0, due - clock.nowEpochMs()));
    await sandbox.runDue();
  }
}

/** In-memory stores, both queues, and the vendors' clients, as the use cases take them. */
function openPorts(parts: {
  clock: FakeClock;
  log: RecordingLog;
  tokens: FixedAccessTokens;
  fetch: typeof fetch;
}) {
  const { clock, log, tokens } = parts;
  const connections = new InMemoryConnections();
  const stores = {
    connections,
    aside: new InMemoryAside(connections),
    backfills: new InMemoryBackfillRuns(),
    endpoints: new InMemoryEndpoints(),
    links: new InMemoryLinks(clock),
    differences: new InMemoryDifferences(),
    ledgerWatches: new InMemoryLedgerWatches(),
    nightWatches: new InMemoryNightWatches(),
    nights: new InMemoryNights(),
    monthProofs: new InMemoryMonthProofs(),
    proofPages: new InMemoryProofPages(),
    acceptedMismatches: new InMemoryAcceptedMismatches(),
    keptCatalogues: new InMemoryKeptCatalogues(),
    issues: new InMemoryIssues(),
    activities: new InMemoryActivities(),
    settings: new InMemorySettings(),
    settingsVersions: new InMemorySettingsVersions(),
    previews: new InMemoryPreviews(clock),
    rates: new InMemoryRates(),
    counts: new InMemoryRecordCounts(),
    operators: new InMemoryOperators(),
    documents: new InMemoryDocuments(),
    sourceStates: new InMemorySourceStates(),
    tries: new InMemoryTries(),
  };
  const pacer = new PacedCalls({ rates: stores.rates, clock, limits: caps });
  const call = { operatorId, lane: 'live', tokens, pacer, clock, fetch: parts.fetch } as const;
  const source = new StoraSource(storaSettings(), { ...call, provider: 'stora' });
  const ledger = new XeroLedger(xeroSettings(), { ...call, provider: 'xero' });
  const ports = {
    ...stores,
    stores,
    clock,
    log,
    pacer,
    crypto: new FakeCrypto(),
    metrics: log,
    vault: new FakeVault(),
    changes: new RecordingChangeQueue(),
    writeBacks: new RecordingWriteBackQueue(),
    pages: new RecordingPageQueue(),
    nightQueue: new RecordingNightQueue(),
    sourceFor: () => source,
    sourceReader,
    ledgerFor: () => ledger,
    ledgers: { xero: () => ledger },
  };
  // By what stands in `ports` at each call: tests put other books there.
  const applier = ledgerApplier(ports);
  return Object.assign(ports, {
    applier,
    appliers: { xero: applier },
    queues: { xero: ports.changes },
  });
}

async function receive(request: Request, ports: ReturnType<typeof openPorts>): Promise<Response> {
  const receipt = await receiveWebhook(
    {
      endpointId: new URL(request.url).pathname.split('/').at(-1) ?? '',
      signatureHeader: request.headers.get('x-stora-signature') ?? undefined,
      body: new Uint8Array(await request.arrayBuffer()),
    },
    {
      ...ports,
      ...intakeMemory(ports),
      queues: { xero: ports.changes },
      window: { maxAgeSeconds: 259_200, maxAheadSeconds: 300 },
    },
  );
  const isTaken = receipt.kind === 'accepted' || receipt.kind === 'ignored';
  return new Response(null, { status: isTaken ? 200 : 400 });
}

/** Simply, or, where Stora does not know every name, as in the product. */
async function openEndpoint(
  { absent }: PipelineOptions,
  { ports, sandbox }: { ports: ReturnType<typeof openPorts>; sandbox: StoraSandbox },
): Promise<void> {
  if (absent === undefined) {
    const { vault, endpoints } = ports;
    return registerEndpoint({ source: ports.sourceFor(), vault, endpoints });
  }
  const { unknownQuery = 'ignore', ...names } = absent;
  Object.assign(sandbox.settings, { unknownQuery });
  Object.assign(sandbox.settings.absent, names);
  await ensureWebhookEndpoint({ ...ports, portalBaseUrl: 'https://rollerdoor.test' }, operatorId);
}

async function registerEndpoint(parts: {
  source: StoraSource;
  vault: FakeVault;
  endpoints: InMemoryEndpoints;
}): Promise<void> {
  const endpointId = 'endpoint_0123456789';
  const registered = await parts.source.createWebhookEndpoint(
    {
      url: `https://rollerdoor.test/webhooks/stora/${endpointId}`,
      name: 'Rollerdoor',
      metadata: {},
    },
    'registration',
  );
  const context = { operatorId, provider: 'stora', epoch: 1, purpose: 'webhook-secret' } as const;
  await parts.endpoints.put({
    endpointId,
    operatorId,
    epoch: 1,
    sourceEndpointId: registered.sourceEndpointId,
    sealedSecrets: [await parts.vault.seal(registered.secret, context)],
  });
}
