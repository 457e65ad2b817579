import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { SqsDeferrer } from '../../shared/adapters/sqs/defer-visibility.ts';
import { writeBack } from '../../shared/application/write-back/write-back.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import { openStores } from '../../shared/composition/open-stores.ts';
import { type WriteBackMessage, writeBackMessage } from '../../shared/contracts/messages.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import type { QueueWorkerParts } from '../../shared/runtime/queue-worker.ts';
import { env } from './config.ts';

/** Composes the worker from its environment. @throws when a variable is missing. */
export function wire(
  variables: Record<string, string | undefined>,
): QueueWorkerParts<WriteBackMessage> {
  const settings = parseEnv(env, variables);
  const log = createLog('write-back');
  const metrics = createMetrics('write-back');
  const sqs = sqsClient();
  const stores = openStores({ tableName: settings.TABLE_NAME, keyId: settings.KEY_ID });
  const { STORA_SETTINGS: stora, XERO_SETTINGS: xero } = settings;
  const providers = openProviders({ stores, stora, xero, lane: 'live', log, metrics });
  const ports = { ...providers, source: providers.sourceFor, ledger: providers.ledgerFor };
  return {
    schema: writeBackMessage,
    handle: (received) =>
      writeBack(
        received.map(({ message }) => message),
        ports,
      ),
    deferrer: new SqsDeferrer({ client: sqs, queueUrl: settings.WRITE_BACKS_QUEUE_URL }),
    log,
    metrics,
  };
}
