import { Duration, type Stack } from 'aws-cdk-lib';
import { HttpMethod, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { env as receiveWebhookEnv } from '../../functions/receive-webhook/config.ts';
import { type Target, target } from '../../shared/contracts/ids.ts';
import { sourceManifest } from '../../shared/source/registry.ts';
import { sourceName } from '../../shared/source/source-name.ts';
import type { StageConfig } from '../config.ts';
import type { FrontDoor } from '../constructs/front-door.ts';
import { allowData, allowSend } from '../constructs/grants.ts';
import { HttpFunction } from '../constructs/http-function.ts';
import type { ChangesQueues } from './add-sweeps.ts';
import type { DataStack } from './data-stack.ts';

export interface ReceiveWebhookParts {
  readonly bundleRoot: string;
  readonly data: DataStack;
  readonly config: StageConfig;
  readonly changes: ChangesQueues;
  readonly frontDoor: FrontDoor;
  readonly environment: { readonly TABLE_NAME: string; readonly KEY_ID: string };
}

const source = sourceManifest.name;

/** Takes in what the source and the targets tell; returns its routes. */
export function addReceiveWebhook(
  stack: Stack,
  { bundleRoot, data, config, changes, frontDoor, environment }: ReceiveWebhookParts,
) {
  const intake = new HttpFunction(stack, 'ReceiveWebhook', {
    folder: 'receive-webhook',
    bundleRoot,
    frontDoor,
    throttle: config.throttle.receiveWebhook,
    routeKey: HttpRouteKey.with(`/webhooks/${sourceName}/{endpointId}`, HttpMethod.POST),
    schema: receiveWebhookEnv,
    environment: {
      ...environment,
      CHANGES_QUEUE_URLS: changes.urls,
      SOURCE_SETTINGS: JSON.stringify(config.source),
      EVENT_SECRET_NAMES: JSON.stringify(eventSecretsOf(config)),
    },
    timeout: Duration.seconds(10),
    reservedConcurrency: config.concurrency.receiveWebhook,
    alarmName: 'receive-webhook-errors',
    impact: `Changes made in ${source} may not arrive until ${source} delivers them again.`,
  });
  const { role, route: receiveWebhook } = intake;
  const hasEvents = Object.keys(eventSecretsOf(config)).length > 0;
  allowData(role, data, {
    // What a target tells is noted for the next look; the source's webhooks change nothing.
    table: hasEvents ? ['GetItem', 'Query', 'UpdateItem'] : ['GetItem', 'Query'],
    open: ['webhook-secret'],
    ...(hasEvents ? { events: true } : {}),
  });
  for (const queue of changes.all) allowSend(role, queue);
  const ledgerEvents = intake.addRoute(
    'LedgerEventsRoute',
    HttpRouteKey.with('/webhooks/targets/{target}', HttpMethod.POST),
    config.throttle.ledgerEvents,
  );
  return { receiveWebhook, ledgerEvents };
}

/** The targets whose events the stage can prove. */
function eventSecretsOf({ targets }: StageConfig): Partial<Record<Target, string>> {
  const named = target.options.flatMap((name) => {
    const { eventsSecretName } = targets[name];
    return eventsSecretName === undefined ? [] : [[name, eventsSecretName]];
  });
  return Object.fromEntries(named);
}
