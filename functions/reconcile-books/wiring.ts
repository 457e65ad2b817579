import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { SqsDeferrer } from '../../shared/adapters/sqs/defer-visibility.ts';
import { SqsNightQueue } from '../../shared/adapters/sqs/night-queue.ts';
import { workNights } from '../../shared/application/reconcile/work-nights.ts';
import { openChangeQueues } from '../../shared/composition/open-change-queues.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import { type NightMessage, nightMessage } from '../../shared/contracts/messages.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import type { QueueWorkerParts } from '../../shared/runtime/queue-worker.ts';
import { env } from './config.ts';

/** A step whose worker died goes on right after. */
const heldSeconds = 12;

/** Composes the worker from its environment. @throws when a variable is missing. */
export function wire(
  variables: Record<string, string | undefined>,
): QueueWorkerParts<NightMessage> {
  const settings = parseEnv(env, variables);
  const log = createLog('reconcile-books');
  const metrics = createMetrics('reconcile-books');
  const client = sqsClient();
  // Nobody waits for it: live calls, and what a person asked for, come first.
  const providers = openProviders({ env: settings, lane: 'reconcile', log, metrics });
  const nights = { client, queueUrl: settings.NIGHTS_QUEUE_URL };
  const ports = {
    ...providers,
    queues: openChangeQueues(client, settings.CHANGES_QUEUE_URLS),
    nightQueue: new SqsNightQueue(nights),
  };
  return {
    schema: nightMessage,
    handle: (received) => workNights(received, ports),
    deferrer: new SqsDeferrer(nights),
    held: { seconds: heldSeconds, clock: providers.clock },
    log,
    metrics,
  };
}
