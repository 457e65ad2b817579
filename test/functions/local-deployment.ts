import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, vi } from 'vitest';
import { createSeededRandom } from '../../infra/local/vendors/common/seeded-random.ts';
import { type ServedStora, serveStora } from '../../infra/local/vendors/stora/serve-stora.ts';
import { type ServedXero, serveXero } from '../../infra/local/vendors/xero/serve-xero.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { ensureWebhookEndpoint } from '../../shared/application/connect/ensure-webhook-endpoint.ts';
import { sealTokenPair } from '../../shared/application/tokens/token-pairs.ts';
import { openProviders } from '../../shared/composition/open-providers.ts';
import { storesOf } from '../../shared/composition/open-stores.ts';
import { aConnection } from '../builders/a-connection.ts';
import { ledgerSettings } from '../builders/ledger-settings.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { RecordingLog } from '../fakes/recording-log.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { useLocalAws } from '../support/use-local-aws.ts';
import {
  operatorId,
  press,
  state,
  storaSettings,
  storaUrl,
  xeroSettings,
  xeroUrl,
} from '../support/vendors-in-process.ts';

const client = { clientId: 'rollerdoor', clientSecret: 'secret' };
const redirectUris = ['http://127.0.0.1/callback'];

/** Lambda hands over more; nothing of it is read. */
export const lambdaContext = { awsRequestId: 'request-1', functionName: 'function' } as never;

export type Deployment = Awaited<ReturnType<typeof deploy>>;

/**
 * What the functions find when they are deployed: emulated AWS, both vendors on loopback, and an
 * operator who connected them. Webhooks of the Stora sandbox go to `onDelivery`.
 */
export function useDeployment(): () => Deployment {
  const clock = new FakeClock();
  const aws = useLocalAws(clock);
  const newTable = useDynalite();
  let deployment: Deployment | undefined;
  beforeAll(async () => {
    const table = await newTable();
    const dynamodb = await table.client.config.endpoint?.();
    const { endpoints } = aws();
    const variables = {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${dynamodb?.port}`,
      AWS_ENDPOINT_URL_SQS: endpoints.sqs,
      AWS_ENDPOINT_URL_KMS: endpoints.kms,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secretsManager,
    };
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    deployment = await deploy(table.name);
  });
  afterAll(async () => {
    await deployment?.close();
    vi.unstubAllEnvs();
  });
  return () => {
    if (deployment === undefined) throw new Error('The deployment runs only inside tests.');
    return deployment;
  };
}

async function deploy(tableName: string) {
  const sqs = sqsClient();
  const receiver = { onDelivery: async (_request: Request) => new Response(null, { status: 503 }) };
  const stora = await serveStora({
    clock: { nowEpochMs: () => Date.now() },
    random: createSeededRandom(7),
    applications: [
      { ...client, name: 'Rollerdoor', redirectUris, scopes: storaSettings().scopes.split(' ') },
    ],
    deliver: (request) => receiver.onDelivery(request),
  });
  const xero = await serveXero({ port: 0, client: { ...client, redirectUris } });
  const changesQueueUrl = await createQueue(sqs, 'changes-xero.fifo');
  const xeroText = JSON.stringify(xeroSettings()).replaceAll(xeroUrl, xero.baseUrl);
  const env = {
    TARGET: 'xero',
    TABLE_NAME: tableName,
    KEY_ID: 'alias/rollerdoor',
    STORED_FORMS: 'current',
    CHANGES_QUEUE_URL: changesQueueUrl,
    CHANGES_QUEUE_URLS: JSON.stringify({ xero: changesQueueUrl }),
    WRITE_BACKS_QUEUE_URL: await createQueue(sqs, 'write-backs.fifo'),
    EVENT_SECRET_NAMES: '{}',
    SOURCE_SETTINGS: JSON.stringify(storaSettings()).replaceAll(storaUrl, stora.url),
    TARGET_SETTINGS: `{"xero":${xeroText}}`,
  };
  await connectOperator(env, { stora, xero });
  return {
    env,
    sqs,
    receiver,
    /** The endpoint that the operator's Stora delivers to, with the secret it signs with. */
    endpoint: registeredEndpoint(stora),
    /** Messages on a queue, waiting or in flight. */
    queued: (queueUrl: string) => countMessages(sqs, queueUrl),
    purge: (queueUrl: string) => sqs.send(new PurgeQueueCommand({ QueueUrl: queueUrl })),
    press: (action: string, input: Record<string, unknown>) =>
      press({ fetch, base: stora.url }, action, input),
    storaState: () => state(fetch, stora.url),
    xeroState: () => state(fetch, xero.baseUrl),
    close: async () => {
      sqs.destroy();
      await Promise.all([stora.close(), xero.close()]);
    },
  };
}

async function createQueue(sqs: SQSClient, name: string): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: {
        FifoQueue: 'true',
        DeduplicationScope: 'messageGroup',
        FifoThroughputLimit: 'perMessageGroupId',
      },
    }),
  );
  return QueueUrl;
}

async function countMessages(sqs: SQSClient, queueUrl: string): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
  );
  const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: inFlight } =
    Attributes ?? {};
  return Number(waiting) + Number(inFlight);
}

interface Vendors {
  stora: ServedStora;
  xero: ServedXero;
}

/** Stores both connections as the callback does, and has the webhook endpoint registered. */
async function connectOperator(
  env: { TABLE_NAME: string; KEY_ID: string; SOURCE_SETTINGS: string; TARGET_SETTINGS: string },
  { stora, xero }: Vendors,
): Promise<void> {
  const log = new RecordingLog();
  const settings = {
    ...env,
    STORED_FORMS: 'current' as const,
    SOURCE_SETTINGS: JSON.parse(env.SOURCE_SETTINGS),
    TARGET_SETTINGS: JSON.parse(env.TARGET_SETTINGS),
  };
  const opened = openProviders({ env: settings, lane: 'live', log, metrics: log });
  const providers = { ...storesOf(opened), ...opened };
  const expiresAtEpochMs = Date.now() + 3_600_000;
  const { token, tenantId } = await xeroGrant(xero);
  const grants = {
    stora: {
      accessToken: stora.sandbox.issueAccessToken({
        operatorSlug: 'acorn',
        clientId: client.clientId,
        scopes: storaSettings().scopes.split(' '),
      }),
      account: { id: 'acorn', name: 'Acorn Self Storage' },
    },
    xero: { accessToken: token, account: { id: tenantId, name: 'Acorn Self Storage Ltd' } },
  };
  for (const provider of ['stora', 'xero'] as const) {
    const { accessToken, account } = grants[provider];
    const connection = aConnection({ operatorId, provider, account, expiresAtEpochMs });
    const sealedTokens = await sealTokenPair(providers.vault, connection, { accessToken });
    await providers.connections.replace({ ...connection, sealedTokens }, 0);
  }
  await providers.settings.put(ledgerSettings({ operatorId, clearingAccountCode: '091' }));
  const portalBaseUrl = 'https://rollerdoor.test';
  await ensureWebhookEndpoint({ ...providers, portalBaseUrl }, operatorId);
  await providers.pacer.flush(operatorId);
}

async function xeroGrant({ baseUrl, sandbox }: ServedXero) {
  const [redirectUri = ''] = redirectUris;
  const { scopes: scope } = xeroSettings();
  const query = { response_type: 'code', client_id: client.clientId, redirect_uri: redirectUri };
  const back = sandbox.approve(
    `${baseUrl}/identity/connect/authorize?${new URLSearchParams({ ...query, scope, state: 's' })}`,
    { organisations: ['acorn'] },
  );
  const code = new URL(back).searchParams.get('code') ?? '';
  const answer = await fetch(`${baseUrl}/connect/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client.clientId}:${client.clientSecret}`)}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      redirect_uri: redirectUri,
      code,
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${token}` };
  const connections = await fetch(`${baseUrl}/connections`, { headers });
  const [connection] = (await connections.json()) as Array<{ tenantId: string }>;
  return { token, tenantId: connection?.tenantId ?? '' };
}

function registeredEndpoint(stora: ServedStora): { endpointId: string; secret: string } {
  const operator = stora.sandbox.world.operators.get('acorn');
  const ours = [...(operator?.tables.webhookEndpoints.values() ?? [])].find(({ url }) =>
    url.startsWith('https://rollerdoor.test/'),
  );
  if (ours === undefined) throw new Error('The webhook endpoint was not registered.');
  return { endpointId: ours.url.split('/').at(-1) ?? '', secret: ours.secret };
}
