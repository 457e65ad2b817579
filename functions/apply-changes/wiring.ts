import { DynamoDocuments } from '../../shared/adapters/dynamodb/documents.ts';
import { DynamoIssues } from '../../shared/adapters/dynamodb/issues.ts';
import { DynamoLinks } from '../../shared/adapters/dynamodb/links.ts';
import { DynamoOperators } from '../../shared/adapters/dynamodb/operators.ts';
import { DynamoRecordCounts } from '../../shared/adapters/dynamodb/record-counts.ts';
import { DynamoResting } from '../../shared/adapters/dynamodb/resting.ts';
import { DynamoSettingsStore } from '../../shared/adapters/dynamodb/settings-store.ts';
import { DynamoSettingsVersions } from '../../shared/adapters/dynamodb/settings-versions.ts';
import { DynamoTries } from '../../shared/adapters/dynamodb/tries.ts';
import { SqsChangeQueue } from '../../shared/adapters/sqs/change-queue.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { SqsDeferrer } from '../../shared/adapters/sqs/defer-visibility.ts';
import { SqsWriteBackQueue } from '../../shared/adapters/sqs/write-back-queue.ts';
import { applyChanges } from '../../shared/application/apply-changes/apply-changes.ts';
import { MessageRest } from '../../shared/application/resting/rest-messages.ts';
import { openApplier } from '../../shared/composition/open-applier.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import {
  type ChangesQueueMessage,
  changesQueueMessageFor,
} from '../../shared/contracts/messages.ts';
import { changesQueueName } from '../../shared/domain/resting/queue-names.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import type { QueueWorkerParts } from '../../shared/runtime/queue-worker.ts';
import { env } from './config.ts';

/** Composes the worker of one target from its environment. @throws when a variable is missing. */
export function wire(
  variables: Record<string, string | undefined>,
): QueueWorkerParts<ChangesQueueMessage> {
  const settings = parseEnv(env, variables);
  const log = createLog(`apply-changes-${settings.TARGET}`);
  const metrics = createMetrics('apply-changes');
  const sqs = sqsClient();
  const providers = openProviders({
    env: settings,
    lane: 'live',
    log,
    metrics,
  });
  const stores = {
    ...providers,
    operators: new DynamoOperators(providers),
    settingsVersions: new DynamoSettingsVersions(providers),
    counts: new DynamoRecordCounts(providers),
    documents: new DynamoDocuments(providers),
    issues: new DynamoIssues(providers),
    links: new DynamoLinks(providers),
    resting: new DynamoResting(providers),
    settings: new DynamoSettingsStore(providers),
    tries: new DynamoTries(providers),
  };
  const ports = {
    ...stores,
    applier: openApplier(settings.TARGET, settings, stores),
    writeBacks: new SqsWriteBackQueue({ client: sqs, queueUrl: settings.WRITE_BACKS_QUEUE_URL }),
    changes: new SqsChangeQueue({ client: sqs, queueUrl: settings.CHANGES_QUEUE_URL }),
  };
  return {
    // One for another target waits, and is told of: it was put on the wrong queue.
    schema: changesQueueMessageFor(settings.TARGET),
    handle: (received) => applyChanges(received, ports),
    deferrer: new SqsDeferrer({ client: sqs, queueUrl: settings.CHANGES_QUEUE_URL }),
    rest: new MessageRest(stores, changesQueueName(settings.TARGET)),
    log,
    metrics,
  };
}
