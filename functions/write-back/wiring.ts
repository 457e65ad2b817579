import { DynamoLinks } from '../../shared/adapters/dynamodb/links.ts';
import { DynamoResting } from '../../shared/adapters/dynamodb/resting.ts';
import { DynamoSourceStates } from '../../shared/adapters/dynamodb/source-states.ts';
import { DynamoTries } from '../../shared/adapters/dynamodb/tries.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { SqsDeferrer } from '../../shared/adapters/sqs/defer-visibility.ts';
import { MessageRest } from '../../shared/application/resting/rest-messages.ts';
import { writeBack } from '../../shared/application/write-back/write-back.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import { type WriteBackMessage, writeBackMessage } from '../../shared/contracts/messages.ts';
import { writeBacksQueueName } from '../../shared/domain/resting/queue-names.ts';
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
  const providers = openProviders({
    env: settings,
    lane: 'live',
    log,
    metrics,
  });
  const stores = {
    ...providers,
    links: new DynamoLinks(providers),
    resting: new DynamoResting(providers),
    sourceStates: new DynamoSourceStates(providers),
    tries: new DynamoTries(providers),
  };
  const unhurried = { ...stores, sourceFor: providers.unhurriedSourceFor };
  return {
    schema: writeBackMessage,
    handle: (received) => writeBack(received, hurrying(received) ? stores : unhurried),
    deferrer: new SqsDeferrer({ client: sqs, queueUrl: settings.WRITE_BACKS_QUEUE_URL }),
    rest: new MessageRest(stores, writeBacksQueueName),
    log,
    metrics,
  };
}

/** They come in groups of their own, so the first tells of all. */
function hurrying([first]: ReadonlyArray<{ message: WriteBackMessage }>): boolean {
  return first?.message.isUnhurried !== true;
}
