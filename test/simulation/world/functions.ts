import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { SqsChangeQueue } from '../../../shared/adapters/sqs/change-queue.ts';
import { SqsDeferrer } from '../../../shared/adapters/sqs/defer-visibility.ts';
import { SqsNightQueue } from '../../../shared/adapters/sqs/night-queue.ts';
import { SqsPageQueue } from '../../../shared/adapters/sqs/page-queue.ts';
import { SqsTokenRefreshQueue } from '../../../shared/adapters/sqs/token-refresh-queue.ts';
import { SqsWriteBackQueue } from '../../../shared/adapters/sqs/write-back-queue.ts';
import { applyChanges } from '../../../shared/application/apply-changes/apply-changes.ts';
import { ensureWebhookEndpoint } from '../../../shared/application/connect/ensure-webhook-endpoint.ts';
import { refreshDueConnections } from '../../../shared/application/connect/refresh-due-connections.ts';
import { tendConnections } from '../../../shared/application/disconnect/tend-connections.ts';
import { tendSources } from '../../../shared/application/intake/tend-sources.ts';
import { wakeAll } from '../../../shared/application/issues/wake-all.ts';
import { ledgerApplier } from '../../../shared/application/post-to-ledger/ledger-applier.ts';
import { receiveWebhook } from '../../../shared/application/receive-webhook/receive-webhook.ts';
import { startNights } from '../../../shared/application/reconcile/start-nights.ts';
import { workNights } from '../../../shared/application/reconcile/work-nights.ts';
import { MessageRest } from '../../../shared/application/resting/rest-messages.ts';
import { refreshConnections } from '../../../shared/application/tokens/refresh-connection.ts';
import { walkPages } from '../../../shared/application/walk-pages/walk-pages.ts';
import { sweepWriteBacks } from '../../../shared/application/write-back/sweep-write-backs.ts';
import { writeBack } from '../../../shared/application/write-back/write-back.ts';
import {
  changesQueueMessage,
  nightMessage,
  pageMessage,
  tokenRefreshMessage,
  writeBackMessage,
} from '../../../shared/contracts/messages.ts';
import { intakeMemory } from '../../../shared/runtime/intake-memory.ts';
import { type QueueWorkerParts, queueWorker } from '../../../shared/runtime/queue-worker.ts';
import { webhookApp } from '../../../shared/runtime/webhook-app.ts';
import { sourceReader } from '../../../shared/source/clients.ts';
import { FunctionPool } from '../engine/function-pool.ts';
import type { SimProcess } from '../engine/sim-process.ts';
import type { SimQueue, SimQueues } from '../engine/sim-queues.ts';
import { portalBaseUrl, storaSettings } from './addresses.ts';
import { openProviders, type Parts } from './open-providers.ts';

export interface FunctionParts extends Parts {
  queues: SimQueues;
  hasSkew: boolean;
}

type Functions = ReturnType<typeof openFunctions>;

export type { Functions };

/** Minutes that the scheduled ones leave to finish what was begun, as their handlers do. */
const sweepMs = 240_000 - 50_000;
const tendMs = 240_000 - 60_000;
const debtsMs = 240_000 - 15_000;

/** All functions, composed as `functions/<name>/wiring.ts` does, with the time-outs of the template. */
export function openFunctions(parts: FunctionParts) {
  const pool = <I, O>(
    name: string,
    limits: { timeoutMs: number; concurrency: number },
    wire: (process: SimProcess) => (input: I) => Promise<O>,
  ) => new FunctionPool<I, O>(parts.engine, { name, ...limits, wire }, { hasSkew: parts.hasSkew });
  const { queues } = parts.queues;
  return {
    receiveWebhook: pool('receive-webhook', { timeoutMs: 10_000, concurrency: 8 }, (process) =>
      wireReceiveWebhook(parts, process),
    ),
    applyChanges: pool('apply-changes', { timeoutMs: 45_000, concurrency: 3 }, (process) =>
      wireApplyChanges(parts, process),
    ),
    writeBack: pool('write-back', { timeoutMs: 30_000, concurrency: 3 }, (process) =>
      wireWriteBack(parts, process),
    ),
    walkPages: pool('walk-pages', { timeoutMs: 30_000, concurrency: 3 }, (process) =>
      wireWalkPages(parts, process),
    ),
    refreshConnection: pool(
      'refresh-connection',
      { timeoutMs: 60_000, concurrency: 3 },
      (process) => {
        const providers = openProviders(parts, process);
        return wireWorker(parts, queues['token-refreshes'], {
          schema: tokenRefreshMessage,
          handle: (received) => refreshConnections(received, providers),
        });
      },
    ),
    // Two at once only where a schedule fires twice.
    refreshTokens: pool('refresh-tokens', { timeoutMs: 240_000, concurrency: 2 }, (process) =>
      wireRefreshTokens(parts, process),
    ),
    tendConnections: pool('tend-connections', { timeoutMs: 240_000, concurrency: 2 }, (process) =>
      wireTend(parts, process),
    ),
    sweepWriteBacks: pool('sweep-write-backs', { timeoutMs: 240_000, concurrency: 2 }, (process) =>
      wireSweep(parts, process),
    ),
    wakeIssues: pool('wake-issues', { timeoutMs: 240_000, concurrency: 2 }, (process) =>
      wireWake(parts, process),
    ),
    tendSources: pool('tend-sources', { timeoutMs: 240_000, concurrency: 2 }, (process) =>
      wireTendSources(parts, process),
    ),
    startNights: pool('start-nights', { timeoutMs: 240_000, concurrency: 2 }, (process) =>
      wireStartNights(parts, process),
    ),
    reconcileBooks: pool('reconcile-books', { timeoutMs: 45_000, concurrency: 4 }, (process) =>
      wireReconcileBooks(parts, process),
    ),
    /** Runs whatever step a person's visit takes, in an environment of the portal or the callback. */
    portal: pool('serve-portal', { timeoutMs: 29_000, concurrency: 8 }, (process) =>
      wireVisits(parts, process),
    ),
    callback: pool('oauth-callback', { timeoutMs: 29_000, concurrency: 8 }, (process) =>
      wireVisits(parts, process),
    ),
    /** No function of today: the load that a first import will be, in its own lane. */
    backfill: pool('backfill', { timeoutMs: 900_000, concurrency: 2 }, (process) =>
      wireVisits(parts, process, 'backfill'),
    ),
    /** As live as a month-end of hundreds of invoices, without their cost. */
    rush: pool('rush', { timeoutMs: 900_000, concurrency: 2 }, (process) =>
      wireVisits(parts, process),
    ),
  };
}

function wireApplyChanges(parts: FunctionParts, process: SimProcess) {
  const providers = openProviders(parts, process);
  const { client, queues } = parts.queues;
  const applier = ledgerApplier(providers);
  const writeBacks = new SqsWriteBackQueue({ client, queueUrl: queues['write-backs'].url });
  const changes = new SqsChangeQueue({ client, queueUrl: queues['changes-xero'].url });
  return wireWorker(parts, queues['changes-xero'], {
    schema: changesQueueMessage,
    handle: (received) => applyChanges(received, { ...providers, applier, writeBacks, changes }),
    rest: new MessageRest(providers, 'changes-xero'),
  });
}

function wireWriteBack(parts: FunctionParts, process: SimProcess) {
  const providers = openProviders(parts, process);
  const unhurried = openProviders(parts, process, 'reconcile');
  return wireWorker(parts, parts.queues.queues['write-backs'], {
    schema: writeBackMessage,
    handle: (received) =>
      writeBack(received, received[0]?.message.isUnhurried ? unhurried : providers),
    rest: new MessageRest(providers, 'write-backs'),
  });
}

function wireWalkPages(parts: FunctionParts, process: SimProcess) {
  const providers = openProviders(parts, process, 'backfill');
  const { queues, writeBacks, pages } = waiting(parts);
  const appliers = { xero: ledgerApplier(providers) };
  return wireWorker(parts, parts.queues.queues.pages, {
    schema: pageMessage,
    held: { seconds: 12, clock: providers.clock },
    handle: (received) =>
      walkPages(received, { ...providers, appliers, queues, writeBacks, pages }),
  });
}

function wireReconcileBooks(parts: FunctionParts, process: SimProcess) {
  const providers = openProviders(parts, process, 'reconcile');
  const { queues, nightQueue } = waiting(parts);
  return wireWorker(parts, parts.queues.queues.nights, {
    schema: nightMessage,
    held: { seconds: 12, clock: providers.clock },
    handle: (received) => workNights(received, { ...providers, queues, nightQueue }),
  });
}

function wireWorker<M>(
  { queues, log }: FunctionParts,
  queue: SimQueue,
  work: Pick<QueueWorkerParts<M>, 'schema' | 'handle' | 'rest' | 'held'>,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const deferrer = new SqsDeferrer({ client: queues.client, queueUrl: queue.url });
  const handler = queueWorker<M>(() => ({ ...work, deferrer, log, metrics: log }));
  // Without a context the middleware keeps no time-out of its own: that is simulated.
  return (event) => handler(event, {} as never) as Promise<SQSBatchResponse>;
}

function wireReceiveWebhook(parts: FunctionParts, process: SimProcess) {
  const { stores, log, queues } = parts;
  const clock = {
    nowEpochMs: () => process.nowEpochMs(),
    sleep: (durationMs: number) => process.sleep(durationMs),
  };
  const queueUrl = queues.queues['changes-xero'].url;
  const ports = {
    ...stores.remote,
    ...intakeMemory({ ...stores.remote, clock }),
    crypto: stores.crypto,
    clock,
    queues: { xero: new SqsChangeQueue({ client: queues.client, queueUrl }) },
    sourceReader,
    window: {
      maxAgeSeconds: storaSettings.webhookMaxAgeSeconds,
      maxAheadSeconds: storaSettings.webhookMaxAheadSeconds,
    },
    log,
    metrics: log,
  };
  const app = webhookApp((delivery) => receiveWebhook(delivery, ports));
  return async (request: Request): Promise<Response> => app.fetch(request);
}

function wireRefreshTokens(parts: FunctionParts, process: SimProcess) {
  const providers = openProviders(parts, process);
  const { client, queues } = parts.queues;
  const deps = {
    ...providers,
    refreshes: new SqsTokenRefreshQueue({ client, queueUrl: queues['token-refreshes'].url }),
    ensureWebhookEndpoint: async (operatorId: string) => {
      await ensureWebhookEndpoint({ ...providers, portalBaseUrl }, operatorId);
      await providers.pacer.flush(operatorId);
    },
  };
  return async (): Promise<void> => {
    await refreshDueConnections(deps, process.nowEpochMs() + sweepMs);
  };
}

function wireTend(parts: FunctionParts, process: SimProcess) {
  const providers = openProviders(parts, process);
  const deps = { ...providers, portalBaseUrl, erasure: { eraseAllOf: async () => 0 } };
  return async (): Promise<void> => {
    try {
      await tendConnections(deps, process.nowEpochMs() + tendMs);
    } finally {
      await providers.pacer.flushAll();
    }
  };
}

function wireTendSources(parts: FunctionParts, process: SimProcess) {
  const deps = {
    ...openProviders(parts, process, 'reconcile'),
    eventTypes: storaSettings.webhookEventTypes,
    queues: waiting(parts).queues,
  };
  return async (): Promise<void> => {
    await tendSources(deps, process.nowEpochMs() + tendMs);
  };
}

function wireSweep(parts: FunctionParts, process: SimProcess) {
  const { client, queues } = parts.queues;
  const { log, metrics, ...stores } = openProviders(parts, process);
  const writeBacks = new SqsWriteBackQueue({ client, queueUrl: queues['write-backs'].url });
  const changes = new SqsChangeQueue({ client, queueUrl: queues['changes-xero'].url });
  return async (): Promise<void> => {
    const deps = { ...stores, writeBacks, queues: { xero: changes }, log, metrics };
    await sweepWriteBacks(deps, process.nowEpochMs() + debtsMs);
  };
}

function wireWake(parts: FunctionParts, process: SimProcess) {
  const deps = { ...openProviders(parts, process, 'backfill'), ...waiting(parts) };
  return async (): Promise<void> => {
    const untilEpochMs = process.nowEpochMs() + tendMs;
    try {
      await wakeAll(deps, untilEpochMs);
    } finally {
      await deps.pacer.flushAll();
    }
  };
}

function wireStartNights(parts: FunctionParts, process: SimProcess) {
  const providers = openProviders(parts, process, 'reconcile');
  const { nightQueue } = waiting(parts);
  return async (): Promise<void> => {
    await startNights({ ...providers, nightQueue }, process.nowEpochMs() + debtsMs);
  };
}

export type VisitDeps = ReturnType<typeof visitDeps>;
export type Visit = (deps: VisitDeps) => Promise<unknown>;

function visitDeps(parts: FunctionParts, process: SimProcess, lane: 'live' | 'backfill' = 'live') {
  return {
    ...openProviders(parts, process, lane),
    portalBaseUrl,
    process,
    ...waiting(parts),
  };
}

/** The queue for what is tried again, and where messages may be hidden. */
function waiting({ queues: { client, queues } }: FunctionParts) {
  const changes = { client, queueUrl: queues['changes-xero'].url };
  const writeBacks = { client, queueUrl: queues['write-backs'].url };
  const queue = new SqsChangeQueue(changes);
  return {
    queues: { xero: queue },
    asideQueues: { xero: queue },
    writeBacks: new SqsWriteBackQueue(writeBacks),
    pages: new SqsPageQueue({ client, queueUrl: queues.pages.url }),
    nightQueue: new SqsNightQueue({ client, queueUrl: queues.nights.url }),
    hidden: {
      'changes-xero': new SqsDeferrer(changes),
      'write-backs': new SqsDeferrer(writeBacks),
    },
  };
}

function wireVisits(parts: FunctionParts, process: SimProcess, lane?: 'backfill') {
  const deps = visitDeps(parts, process, lane);
  return (visit: Visit): Promise<unknown> => visit(deps);
}
