// A process that runs the idle work of the version in whose folder it is started, in virtual time and over the
// emulated table and KMS, and counts what goes over the wire.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type * as localAws from '../../../infra/local/aws/start-local-aws.ts';
import type * as kmsClients from '../../../shared/adapters/kms/client.ts';
import type * as vaults from '../../../shared/adapters/kms/vault.ts';
import type * as tokenQueue from '../../../shared/adapters/sqs/token-refresh-queue.ts';
import type * as sweeps from '../../../shared/application/connect/refresh-due-connections.ts';
import type * as tending from '../../../shared/application/intake/tend-sources.ts';
import type * as tokens from '../../../shared/application/tokens/access-tokens.ts';
import type * as refreshing from '../../../shared/application/tokens/refresh-connection.ts';
import type * as openedStores from '../../../shared/composition/open-stores.ts';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import type { Provider } from '../../../shared/contracts/ids.ts';
import type { TokenRefreshMessage } from '../../../shared/contracts/messages.ts';
import type { SourceState } from '../../../shared/contracts/source-state.ts';
import type { StoredForms } from '../../../shared/contracts/stored-forms.ts';
import type { AccessTokens } from '../../../shared/ports/access-tokens.ts';
import type { Vault } from '../../../shared/ports/vault.ts';
import type * as builders from '../../builders/a-connection.ts';
import type * as settingsBuilder from '../../builders/ledger-settings.ts';
import { countsBetween } from '../call-counts.ts';
import { tapHttp } from '../calls/meter/http-tap.ts';
import type { Counts } from '../calls/meter/measures.ts';
import { Meter } from '../calls/meter/meter.ts';
import { tapTable } from '../calls/meter/table-tap.ts';
import type { IdleLoad, IdleOrder, IdlePhase, IdleReport } from './idle-load.ts';

const root = process.cwd();
const meter = new Meter();
// Before anything of the version is loaded.
tapTable(root, (image) => meter.onWritten(image));
tapHttp((exchange) => meter.onExchange(exchange));

/** The first of the files that the version has: some have moved. */
function inRoot(...paths: string[]): string {
  const path = paths.find((one) => existsSync(join(root, one)));
  if (path === undefined) throw new Error(`This version has none of ${paths.join(', ')}.`);
  return pathToFileURL(join(root, path)).href;
}

const useCase = (room: string, name: string) =>
  inRoot(`shared/application/${room}/${name}`, `shared/application/connect/${name}`);
const { startLocalAws }: typeof localAws = await import(
  inRoot('infra/local/aws/start-local-aws.ts')
);
const { openStores }: typeof openedStores = await import(
  inRoot('shared/composition/open-stores.ts')
);
const { KmsVault }: typeof vaults = await import(inRoot('shared/adapters/kms/vault.ts'));
const { kmsClient }: typeof kmsClients = await import(inRoot('shared/adapters/kms/client.ts'));
const { createAccessTokens }: typeof tokens = await import(useCase('tokens', 'access-tokens.ts'));
const { refreshConnections }: typeof refreshing = await import(
  useCase('tokens', 'refresh-connection.ts')
);
const { refreshDueConnections }: typeof sweeps = await import(
  useCase('connect', 'refresh-due-connections.ts')
);
const { SqsTokenRefreshQueue }: typeof tokenQueue = await import(
  inRoot('shared/adapters/sqs/token-refresh-queue.ts')
);
const { aConnection }: typeof builders = await import(inRoot('test/builders/a-connection.ts'));
const { ledgerSettings }: typeof settingsBuilder = await import(
  inRoot('test/builders/ledger-settings.ts')
);
const tendingPath = 'shared/application/intake/tend-sources.ts';
const tendingModule: typeof tending | undefined = existsSync(join(root, tendingPath))
  ? await import(inRoot(tendingPath))
  : undefined;

const minuteMs = 60_000;
const tickMs = 5 * minuteMs;
/** As long as the vendors' tokens live, and as long as they are: Xero's are signed texts. */
const lives: Record<Provider, { ms: number; bytes: number }> = {
  stora: { ms: 120 * minuteMs, bytes: 32 },
  xero: { ms: 30 * minuteMs, bytes: 900 },
};
/** Processes of the worker that refreshes, as many as have work at once: what one has in memory the others have not. */
const containers = 4;
const batchAtMost = 10;
const keyId = '0b7e4f6a-51c2-4d0e-9a3b-6f1d2c3b4a59';
const tableName = 'idle';

let nowMs = Date.parse('2026-11-30T09:00:00.000Z');
Date.now = () => nowMs;

process.once('message', (order: IdleOrder) => {
  run(order)
    .then((load) => answer({ report: 'load', load }))
    // Recovery: the bench hears why and ends.
    .catch((error: unknown) => answer({ report: 'failed', reason: reasonOf(error) }));
});

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.stack}` : String(error);
}

function answer(report: IdleReport): void {
  process.send?.(report, () => process.exit());
}

async function run(order: IdleOrder): Promise<IdleLoad> {
  const world = await open(order.forms ?? 'current');
  await connectAll(world, order.operators);
  for (let tick = 0; tick < order.warmUpTicks; tick += 1) await runTick(world);
  world.startCounting();
  for (let tick = 0; tick < order.ticks; tick += 1) await runTick(world);
  return { ...order, ...world.figures };
}

type World = Awaited<ReturnType<typeof open>>;

async function open(forms: StoredForms) {
  const aws = await startLocalAws({ clock: { now: () => nowMs } });
  // As the local stack tells functions, so that every version finds it.
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: aws.endpoints.dynamodb,
    AWS_ENDPOINT_URL_KMS: aws.endpoints.kms,
  });
  await createTable();
  const figures = startFigures();
  const sent = new Map<string, TokenRefreshMessage>();
  const queue = { queueUrl: 'https://sqs/idle.fifo', client: clientOf(sent, figures) };
  const stores = openStores({ tableName, forms });
  const sealing = forms === 'former' ? 'kms' : 'data-keys';
  const openDeps = () =>
    depsOf(stores, {
      vault: new KmsVault({ client: kmsClient(), keyId, sealing, clock: stores.clock }),
      onVendorCall: () => {
        figures.vendorCalls += 1;
      },
    });
  const endpointSource = { listWebhookEndpoints: async () => [], prepareTimeline: async () => {} };
  return {
    stores,
    figures,
    sent,
    workers: Array.from({ length: containers }, openDeps),
    sweeper: {
      ...openDeps(),
      refreshes: new SqsTokenRefreshQueue(queue as never),
      ensureWebhookEndpoint: async () => undefined,
    },
    tender: {
      ...openDeps(),
      sourceFor: () => endpointSource as never,
      pacer: { flush: async () => {} } as never,
      eventTypes: [] as string[],
      queues: {} as never,
    },
    startCounting() {
      Object.assign(figures, startFigures());
    },
  };
}

function startFigures(): Omit<
  { -readonly [Name in keyof IdleLoad]: IdleLoad[Name] },
  keyof IdleOrder
> {
  const phases: Record<IdlePhase, Counts> = { sweep: {}, refresh: {}, tend: {} };
  return { phases, refreshes: 0, batches: 0, sqsRequests: 0, vendorCalls: 0 };
}

const silent = { info() {}, warn() {}, error() {}, count() {} };

function depsOf(
  stores: ReturnType<typeof openStores>,
  given: { vault: Vault; onVendorCall: () => void },
) {
  const common = {
    ...stores,
    vault: given.vault,
    providers: {
      stora: vendor('stora', given.onVendorCall),
      xero: vendor('xero', given.onVendorCall),
    },
    secrets: { clientCredentials: async () => [], forget() {} } as never,
    clientSecretNames: { stora: 'stora', xero: 'xero' },
    log: silent,
    metrics: silent,
  };
  const accessTokens: AccessTokens & ReturnType<typeof createAccessTokens> =
    createAccessTokens(common);
  return { ...common, tokens: accessTokens };
}

/** Grants and confirms whatever it is asked. */
function vendor(provider: Provider, onCall: () => void) {
  const grant = () => ({
    ...pairOf(provider),
    expiresInSeconds: lives[provider].ms / 1_000,
    scopes: 'read write',
  });
  const told = async <T>(answered: T): Promise<T> => {
    onCall();
    return answered;
  };
  return {
    provider,
    revocationEnds: provider === 'xero' ? 'person' : 'pair',
    refresh: () => told({ kind: 'granted', grant: grant() }),
    isAlive: () => told(true),
    standingOf: () => told('stands'),
  } as never;
}

function pairOf(provider: Provider): { accessToken: string; refreshToken: string } {
  const text = (bytes: number) => randomBytes(bytes).toString('base64url');
  return { accessToken: text(lives[provider].bytes), refreshToken: text(32) };
}

/** Takes what is sent, one call or one message at a time, as the version does it. */
function clientOf(sent: Map<string, TokenRefreshMessage>, figures: { sqsRequests: number }) {
  return {
    async send({ input }: { input: SendInput }) {
      figures.sqsRequests += 1;
      const entries = input.Entries ?? [input];
      for (const { MessageDeduplicationId: id = '', MessageBody = '{}' } of entries) {
        sent.set(id, JSON.parse(MessageBody));
      }
      return { Successful: entries.map(() => ({})) };
    },
  };
}

interface SendInput {
  readonly MessageDeduplicationId?: string;
  readonly MessageBody?: string;
  readonly Entries?: readonly SendInput[];
}

async function createTable(): Promise<void> {
  const client = new DynamoDBClient();
  const part = (name: string, type: 'HASH' | 'RANGE') => ({ AttributeName: name, KeyType: type });
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'directoryKey', 'directorySort'].map((name) => ({
        AttributeName: name,
        AttributeType: 'S',
      })),
      KeySchema: [part('pk', 'HASH'), part('sk', 'RANGE')],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'directory',
          KeySchema: [part('directoryKey', 'HASH'), part('directorySort', 'RANGE')],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  );
  client.destroy();
}

/** Both providers of every operator, their tokens at all stages of their lives. */
async function connectAll(world: World, operators: number): Promise<void> {
  const { stores, workers } = world;
  const [worker] = workers;
  for (let index = 0; index < operators; index += 1) {
    const operatorId = `operator-${index}`;
    for (const provider of ['stora', 'xero'] as const) {
      const pair = JSON.stringify(pairOf(provider));
      const context = { operatorId, provider, epoch: 1, purpose: 'tokens' } as const;
      const sealedTokens = (await worker?.vault.seal(pair, context)) ?? '';
      const endpointId = `endpoint-${index}`;
      const expiresAtEpochMs = nowMs + Math.ceil((lives[provider].ms * (index + 1)) / operators);
      const made = { operatorId, provider, sealedTokens, expiresAtEpochMs };
      const row = aConnection({ ...made, ...(provider === 'stora' && { endpointId }) });
      await stores.connections.replace(row, 0);
      if (provider === 'stora') await settle(world, row);
    }
    const endpoint = {
      endpointId: `endpoint-${index}`,
      operatorId,
      epoch: 1,
      sourceEndpointId: 's',
    };
    await stores.endpoints.put({ ...endpoint, sealedSecrets: [randomUUID()] });
  }
}

/** What has been found out of a source since it was connected, so that nothing is left to find out. */
async function settle({ stores }: World, row: Connection): Promise<void> {
  const { operatorId, account, connectedAt } = row;
  await stores.settings.put(ledgerSettings({ operatorId, accountId: account.id }));
  const noted = ['stora', 'xero'].map((provider) => `${provider} ${connectedAt}`);
  const told = { asked: [], accepted: ['invoice.finalized'], refused: [], open: [] };
  const events = { ...told, at: connectedAt, since: connectedAt };
  // The base knows nothing of sources.
  const known: { save(state: SourceState): Promise<unknown> } | undefined = stores.sourceStates;
  await known?.save({ operatorId, accountId: account.id, revision: 0, events, noted });
}

async function runTick(world: World): Promise<void> {
  const until = nowMs + 4 * minuteMs;
  await counted(world, 'sweep', () => refreshDueConnections(world.sweeper as never, until));
  nowMs += 5_000;
  await counted(world, 'refresh', () => refreshAll(world));
  await counted(world, 'tend', async () =>
    tendingModule?.tendSources(world.tender as never, until),
  );
  nowMs += tickMs - 5_000;
}

async function counted(world: World, phase: IdlePhase, work: () => Promise<unknown>) {
  const before = meter.snapshot();
  await work();
  const added = countsBetween(before, meter.snapshot());
  const { phases } = world.figures;
  const all = { ...phases[phase] };
  for (const [key, count] of Object.entries(added)) all[key] = (all[key] ?? 0) + count;
  world.figures.phases = { ...phases, [phase]: all };
}

/** The same at every run: who comes to which process is not for the version to choose. */
function shuffled(messages: TokenRefreshMessage[]): TokenRefreshMessage[] {
  const rank = ({ operatorId, provider }: TokenRefreshMessage) =>
    createHash('sha256').update(`${nowMs} ${operatorId} ${provider}`).digest('hex');
  return messages.sort((left, right) => (rank(left) < rank(right) ? -1 : 1));
}

/** As Lambda does it: ten messages for whichever process is free, each in a group of its own. */
async function refreshAll({ sent, workers, figures }: World): Promise<void> {
  const messages = shuffled([...sent.values()]);
  sent.clear();
  for (let at = 0; at < messages.length; at += batchAtMost) {
    const batch = messages.slice(at, at + batchAtMost);
    const worker = workers[(at / batchAtMost) % workers.length];
    if (worker === undefined) return;
    await Promise.all(
      batch.map((message) => refreshConnections([{ message, receiveCount: 1 }], worker)),
    );
    figures.refreshes += batch.length;
    figures.batches += 1;
    figures.sqsRequests += 2;
  }
}
