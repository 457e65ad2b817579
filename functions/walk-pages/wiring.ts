import { DynamoBackfillRuns } from '../../shared/adapters/dynamodb/backfill-runs.ts';
import { DynamoDocuments } from '../../shared/adapters/dynamodb/documents.ts';
import { DynamoIssues } from '../../shared/adapters/dynamodb/issues.ts';
import { DynamoLinks } from '../../shared/adapters/dynamodb/links.ts';
import { DynamoOperators } from '../../shared/adapters/dynamodb/operators.ts';
import { DynamoRecordCounts } from '../../shared/adapters/dynamodb/record-counts.ts';
import { DynamoSettingsStore } from '../../shared/adapters/dynamodb/settings-store.ts';
import { DynamoSettingsVersions } from '../../shared/adapters/dynamodb/settings-versions.ts';
import { DynamoSourceStates } from '../../shared/adapters/dynamodb/source-states.ts';
import { DynamoTries } from '../../shared/adapters/dynamodb/tries.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { SqsDeferrer } from '../../shared/adapters/sqs/defer-visibility.ts';
import { SqsPageQueue } from '../../shared/adapters/sqs/page-queue.ts';
import { SqsWriteBackQueue } from '../../shared/adapters/sqs/write-back-queue.ts';
import { walkPages } from '../../shared/application/walk-pages/walk-pages.ts';
import { openApplier } from '../../shared/composition/open-applier.ts';
import { openChangeQueues } from '../../shared/composition/open-change-queues.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import { openedWhenAsked } from '../../shared/composition/opened-when-asked.ts';
import { target } from '../../shared/contracts/ids.ts';
import { type PageMessage, pageMessage } from '../../shared/contracts/messages.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import type { QueueWorkerParts } from '../../shared/runtime/queue-worker.ts';
import { env } from './config.ts';

/** A page whose worker died goes on right after. */
const heldSeconds = 12;

/** Composes the worker from its environment. @throws when a variable is missing. */
export function wire(variables: Record<string, string | undefined>): QueueWorkerParts<PageMessage> {
  const settings = parseEnv(env, variables);
  const log = createLog('walk-pages');
  const metrics = createMetrics('walk-pages');
  const client = sqsClient();
  // Live work comes first: a backfill takes what that leaves of each cap.
  const providers = openProviders({ env: settings, lane: 'backfill', log, metrics });
  const stores = {
    ...providers,
    operators: new DynamoOperators(providers),
    settingsVersions: new DynamoSettingsVersions(providers),
    backfills: new DynamoBackfillRuns(providers),
    counts: new DynamoRecordCounts(providers),
    documents: new DynamoDocuments(providers),
    issues: new DynamoIssues(providers),
    links: new DynamoLinks(providers),
    settings: new DynamoSettingsStore(providers),
    sourceStates: new DynamoSourceStates(providers),
    tries: new DynamoTries(providers),
  };
  const pages = { client, queueUrl: settings.PAGES_QUEUE_URL };
  const ports = {
    ...stores,
    appliers: openedWhenAsked(target.options, (name) => openApplier(name, settings, stores)),
    writeBacks: new SqsWriteBackQueue({ client, queueUrl: settings.WRITE_BACKS_QUEUE_URL }),
    queues: openChangeQueues(client, settings.CHANGES_QUEUE_URLS),
    pages: new SqsPageQueue(pages),
  };
  return {
    schema: pageMessage,
    handle: (received) => walkPages(received, ports),
    deferrer: new SqsDeferrer(pages),
    held: { seconds: heldSeconds, clock: providers.clock },
    log,
    metrics,
  };
}
