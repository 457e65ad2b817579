import { DynamoAccountHolders } from '../../shared/adapters/dynamodb/account-holders.ts';
import { DynamoConnections } from '../../shared/adapters/dynamodb/connections.ts';
import { DynamoEndpoints } from '../../shared/adapters/dynamodb/endpoints.ts';
import { DynamoLedgerWatches } from '../../shared/adapters/dynamodb/ledger-watches.ts';
import { secretsClient } from '../../shared/adapters/secrets/client.ts';
import { SecretsManagerSecrets } from '../../shared/adapters/secrets/secrets.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { onceMore } from '../../shared/adapters/sqs/once-more.ts';
import { receiveLedgerEvents } from '../../shared/application/receive-webhook/receive-ledger-events.ts';
import { receiveWebhook } from '../../shared/application/receive-webhook/receive-webhook.ts';
import { openChangeQueues } from '../../shared/composition/open-change-queues.ts';
import { openLedgerEvents } from '../../shared/composition/open-ledger-events.ts';
import { openTable } from '../../shared/composition/open-table.ts';
import { openVault } from '../../shared/composition/open-vault.ts';
import type { HttpHandlerParts } from '../../shared/runtime/http-handler.ts';
import { intakeMemory } from '../../shared/runtime/intake-memory.ts';
import { ledgerEventsApp } from '../../shared/runtime/ledger-events-app.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import { webhookApp } from '../../shared/runtime/webhook-app.ts';
import { sourceReader } from '../../shared/source/clients.ts';
import { env } from './config.ts';

/** Composes the intake from its environment. @throws when a variable is missing. */
export function wire(variables: Record<string, string | undefined>): HttpHandlerParts {
  const settings = parseEnv(env, variables);
  const log = createLog('receive-webhook');
  const metrics = createMetrics('receive-webhook');
  const opened = openTable({ tableName: settings.TABLE_NAME });
  const stores = {
    ...opened,
    accountHolders: new DynamoAccountHolders(opened),
    connections: new DynamoConnections(opened),
    endpoints: new DynamoEndpoints(opened),
    ledgerWatches: new DynamoLedgerWatches(opened),
  };
  const { clock, crypto } = stores;
  const ports = {
    ...intakeMemory(stores),
    clock,
    crypto,
    sourceReader,
    vault: openVault({ keyId: settings.KEY_ID, forms: 'former' }, clock),
    // The source repeats what fails: an execution that waits for one operator's queue serves nobody else.
    queues: openChangeQueues(sqsClient({ retryStrategy: onceMore }), settings.CHANGES_QUEUE_URLS),
    window: {
      maxAgeSeconds: settings.SOURCE_SETTINGS.webhookMaxAgeSeconds,
      maxAheadSeconds: settings.SOURCE_SETTINGS.webhookMaxAheadSeconds,
    },
    log,
    metrics,
  };
  const webhooks = webhookApp((delivery) => receiveWebhook(delivery, ports));
  const secrets = new SecretsManagerSecrets({ client: secretsClient(), clock });
  const events = openLedgerEvents(secrets, settings.EVENT_SECRET_NAMES);
  const ledgers = ledgerEventsApp({
    signatureHeaderOf: (target) => events[target]?.words.signatureHeader,
    receive: (target, call) =>
      receiveLedgerEvents({ ...stores, events, log, metrics }, target, call),
  });
  return {
    app: {
      fetch: (request) =>
        new URL(request.url).pathname.startsWith('/webhooks/targets/')
          ? ledgers.fetch(request)
          : webhooks.fetch(request),
    },
    failure: (requestId) => Response.json({ error: 'internal', requestId }, { status: 500 }),
    log,
    metrics,
  };
}
