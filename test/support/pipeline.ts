import { createSeededRandom } from '../../infra/local/vendors/common/seeded-random.ts';
import {
  createStoraSandbox,
  type StoraSandbox,
} from '../../infra/local/vendors/stora/stora-sandbox.ts';
import {
  createXeroSandbox,
  type XeroSandbox,
} from '../../infra/local/vendors/xero/xero-sandbox.ts';
import { StoraSource } from '../../shared/adapters/stora/stora-source.ts';
import { XeroLedger } from '../../shared/adapters/xero/xero-ledger.ts';
import {
  applyChanges,
  type ChangeResult,
} from '../../shared/application/apply-changes/apply-changes.ts';
import { PacedCalls } from '../../shared/application/pacing/paced-calls.ts';
import { receiveWebhook } from '../../shared/application/receive-webhook/receive-webhook.ts';
import { writeBack } from '../../shared/application/write-back/write-back.ts';
import type { ChangeMessage, WriteBackMessage } from '../../shared/contracts/messages.ts';
import type {
  ProviderLimits,
  StoraSettings,
  XeroSettings,
} from '../../shared/contracts/provider-settings.ts';
import type { LedgerSettings } from '../../shared/contracts/settings.ts';
import { aConnection } from '../builders/a-connection.ts';
import { ledgerSettings } from '../builders/ledger-settings.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeCrypto } from '../fakes/fake-crypto.ts';
import { FakeVault } from '../fakes/fake-vault.ts';
import { FixedAccessTokens } from '../fakes/fixed-access-tokens.ts';
import { InMemoryActivities } from '../fakes/in-memory-activities.ts';
import { InMemoryConnections } from '../fakes/in-memory-connections.ts';
import { InMemoryEndpoints } from '../fakes/in-memory-endpoints.ts';
import { InMemoryIssues } from '../fakes/in-memory-issues.ts';
import { InMemoryLinks } from '../fakes/in-memory-links.ts';
import { InMemoryRates } from '../fakes/in-memory-rates.ts';
import { InMemorySettings } from '../fakes/in-memory-settings.ts';
import { RecordingLog } from '../fakes/recording-log.ts';
import { RecordingChangeQueue, RecordingWriteBackQueue } from '../fakes/recording-queues.ts';

const operatorId = 'acorn';
const storaUrl = 'https://stora.test';
const xeroUrl = 'https://xero.test';
const client = { clientId: 'rollerdoor', clientSecret: 'secret' };
const redirectUri = 'https://rollerdoor.test/callback';
const scopes =
  'public.contact:read public.contact:write public.credit_note:read public.invoice:read public.site:read ' +
  'public.timeline_event:write public.timeline_source:read public.timeline_template:read ' +
  'public.webhook_endpoint:read public.webhook_endpoint:write';
const xeroScopes =
  'openid offline_access accounting.invoices accounting.payments accounting.contacts accounting.settings';
const caps: Record<'stora' | 'xero', ProviderLimits> = {
  stora: {
    windows: [
      { limit: 10, windowMs: 1_000 },
      { limit: 60, windowMs: 60_000 },
    ],
    concurrent: null,
  },
  xero: { windows: [{ limit: 60, windowMs: 60_000 }], concurrent: 5 },
};

export interface PipelineOptions {
  settings?: Partial<LedgerSettings>;
  /** Seen by every request to a vendor before it is answered; may throw or answer itself. */
  intercept?: (request: Request, answer: () => Promise<Response>) => Promise<Response>;
}

export type Pipeline = Awaited<ReturnType<typeof startPipeline>>;

/**
 * The real use cases and vendor adapters over both sandboxes in process, in-memory stores and one
 * clock that only moves when somebody waits. The operator is connected and its webhooks arrive.
 */
export async function startPipeline(options: PipelineOptions = {}) {
  const clock = new FakeClock();
  const crypto = new FakeCrypto();
  const log = new RecordingLog();
  const { stora, xero, calls } = startVendors(clock, options);
  const tokens = await signIn(stora, xero);
  const stores = {
    connections: new InMemoryConnections(),
    endpoints: new InMemoryEndpoints(),
    links: new InMemoryLinks(),
    issues: new InMemoryIssues(),
    activities: new InMemoryActivities(),
    settings: new InMemorySettings(),
    rates: new InMemoryRates(),
  };
  const vault = new FakeVault();
  const pacer = new PacedCalls({ rates: stores.rates, clock, limits: caps });
  const call = { operatorId, lane: 'live', tokens, pacer, clock, fetch: calls.fetch } as const;
  const source = new StoraSource(storaSettings(), { ...call, provider: 'stora' });
  const ledger = new XeroLedger(xeroSettings(), { ...call, provider: 'xero' });
  const changes = new RecordingChangeQueue();
  const writeBacks = new RecordingWriteBackQueue();
  const ports = {
    ...stores,
    clock,
    crypto,
    log,
    metrics: log,
    pacer,
    vault,
    writeBacks,
    source: () => source,
    ledger: () => ledger,
  };
  stores.connections.seed(aConnection({ operatorId, provider: 'stora', epoch: 1 }));
  stores.connections.seed(aConnection({ operatorId, provider: 'xero', epoch: 1 }));
  await stores.settings.put(
    ledgerSettings({
      operatorId,
      clearingAccountCode: '091',
      taxCentDifference: 'override',
      ...options.settings,
    }),
  );
  await registerEndpoint({ source, vault, endpoints: stores.endpoints });
  stora.onDelivery = async (request) => {
    const receipt = await receiveWebhook(
      {
        endpointId: new URL(request.url).pathname.split('/').at(-1) ?? '',
        signatureHeader: request.headers.get('x-stora-signature') ?? undefined,
        body: new Uint8Array(await request.arrayBuffer()),
      },
      {
        ...ports,
        queues: { xero: changes },
        window: { maxAgeSeconds: 259_200, maxAheadSeconds: 300 },
      },
    );
    return new Response(null, {
      status: receipt.kind === 'accepted' || receipt.kind === 'ignored' ? 200 : 400,
    });
  };
  return {
    clock,
    log,
    ports,
    calls: calls.seen,
    stora: stora.sandbox,
    xero,
    changes,
    writeBacks,
    stores,
    /** Runs a button of the Stora sandbox's control page. */
    press: (action: string, input: Record<string, unknown> = {}) =>
      press({ ...stora.sandbox, base: storaUrl }, action, input),
    pressXero: (action: string, input: Record<string, unknown> = {}) =>
      press({ ...xero, base: xeroUrl }, action, input),
    storaState: () => state(stora.sandbox.fetch, storaUrl),
    xeroState: () => state(xero.fetch, xeroUrl),
    /** Delivers all webhooks that are due, then works both queues until they are empty. */
    settle: async (settleOptions: SettleOptions = {}) => {
      await deliver(stora.sandbox, clock);
      const results = await work(
        inOrder(changes.messages(), settleOptions),
        async (batch) =>
          applyChanges(
            batch.map((message) => ({ message, receiveCount: 1 })),
            ports,
          ),
        { clock, size: settleOptions.batchSize ?? 10 },
      );
      const back = await work(writeBacks.messages(), (batch) => writeBack(batch, ports), {
        clock,
        size: 10,
      });
      return { changes: results, writeBacks: back };
    },
    apply: (messages: ChangeMessage[]) =>
      applyChanges(
        messages.map((message) => ({ message, receiveCount: 1 })),
        ports,
      ),
    writeBack: (messages: WriteBackMessage[]) => writeBack(messages, ports),
    deliver: () => deliver(stora.sandbox, clock),
  };
}

interface SettleOptions {
  /** Each change so many times, in an order of this seed. */
  shuffled?: { times: number; seed: number };
  batchSize?: number;
}

function inOrder(messages: ChangeMessage[], { shuffled }: SettleOptions): ChangeMessage[] {
  if (shuffled === undefined) return messages;
  const copies = Array.from({ length: shuffled.times }, () => messages).flat();
  return createSeededRandom(shuffled.seed).shuffle(copies);
}

type Result = ChangeResult | Awaited<ReturnType<typeof writeBack>>[number];

/** A queue of one group: batches from the front, what is deferred stays and time passes. */
async function work<M, R extends Result>(
  messages: M[],
  handle: (batch: M[]) => Promise<R[]>,
  { clock, size }: { clock: FakeClock; size: number },
): Promise<R[]> {
  const waiting = [...messages];
  const done: R[] = [];
  for (let rounds = 0; waiting.length > 0; rounds += 1) {
    if (rounds > 2_000) throw new Error('The queue does not drain.');
    const results = await handle(waiting.slice(0, size));
    const deferred = results.findIndex((result) => result.kind === 'deferred');
    const finished = deferred < 0 ? results.length : deferred;
    waiting.splice(0, finished);
    done.push(...results.slice(0, finished));
    const wait = results[deferred];
    if (wait?.kind === 'deferred') clock.advance(Math.max(2, wait.retryAfterSeconds) * 1_000);
  }
  return done;
}

async function deliver(sandbox: StoraSandbox, clock: FakeClock): Promise<void> {
  for (let due = sandbox.nextDueEpochMs(); due !== null; due = sandbox.nextDueEpochMs()) {
    clock.advance(Math.max(0, due - clock.nowEpochMs()));
    await sandbox.runDue();
  }
}

function startVendors(clock: FakeClock, options: PipelineOptions) {
  const stora: {
    onDelivery: (request: Request) => Promise<Response>;
    sandbox: StoraSandbox;
  } = {
    onDelivery: async (_request: Request): Promise<Response> => new Response(null, { status: 503 }),
    sandbox: createStoraSandbox({
      clock,
      random: createSeededRandom(7),
      applications: [
        { ...client, name: 'Rollerdoor', redirectUris: [redirectUri], scopes: scopes.split(' ') },
      ],
      deliver: (request) => stora.onDelivery(request),
    }),
  };
  const xero = createXeroSandbox({ client: { ...client, redirectUris: [redirectUri] }, clock });
  const seen: Array<{ method: string; url: string; status: number }> = [];
  const { intercept = (_request: Request, answer: () => Promise<Response>) => answer() } = options;
  const fetchVendor: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const sandbox = request.url.startsWith(storaUrl) ? stora.sandbox : xero;
    const response = await intercept(request, () => sandbox.fetch(request.clone()));
    clock.advance(120);
    seen.push({ method: request.method, url: request.url, status: response.status });
    return response;
  };
  return { stora, xero, calls: { fetch: fetchVendor, seen } };
}

async function signIn(
  stora: { sandbox: StoraSandbox },
  xero: XeroSandbox,
): Promise<FixedAccessTokens> {
  const storaToken = stora.sandbox.issueAccessToken({
    operatorSlug: 'acorn',
    clientId: client.clientId,
    scopes: scopes.split(' '),
  });
  const base = { epoch: 1, tokenVersion: 1 };
  const { token, tenantId } = await xeroToken(xero);
  return new FixedAccessTokens({
    stora: { ...base, value: storaToken, accountId: 'acorn', accountName: 'Acorn Self Storage' },
    xero: { ...base, value: token, accountId: tenantId, accountName: 'Acorn Self Storage Ltd' },
  });
}

async function xeroToken(xero: XeroSandbox): Promise<{ token: string; tenantId: string }> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: redirectUri,
    scope: xeroScopes,
    state: 's',
  });
  const back = xero.approve(`${xeroUrl}/identity/connect/authorize?${query}`, {
    organisations: ['acorn'],
  });
  const answer = await xero.fetch(
    new Request(`${xeroUrl}/connect/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${client.clientId}:${client.clientSecret}`)}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: new URL(back).searchParams.get('code') ?? '',
        redirect_uri: redirectUri,
      }),
    }),
  );
  const { access_token: token } = await answer.json();
  const connections = await xero.fetch(
    new Request(`${xeroUrl}/connections`, { headers: { authorization: `Bearer ${token}` } }),
  );
  const [connection] = await connections.json();
  return { token, tenantId: connection.tenantId };
}

async function registerEndpoint(parts: {
  source: StoraSource;
  vault: FakeVault;
  endpoints: InMemoryEndpoints;
}): Promise<void> {
  const endpointId = 'endpoint_0123456789';
  const registered = await parts.source.createWebhookEndpoint(
    {
      url: `https://rollerdoor.test/webhooks/stora/${endpointId}`,
      name: 'Rollerdoor',
      metadata: {},
    },
    'registration',
  );
  const context = { operatorId, provider: 'stora', epoch: 1, purpose: 'webhook-secret' } as const;
  await parts.endpoints.put({
    endpointId,
    operatorId,
    epoch: 1,
    sourceEndpointId: registered.sourceEndpointId,
    sealedSecrets: [await parts.vault.seal(registered.secret, context)],
  });
}

async function press(
  sandbox: { base: string; fetch(request: Request): Promise<Response> },
  action: string,
  input: Record<string, unknown>,
) {
  const answer = await sandbox.fetch(
    new Request(`${sandbox.base}/control/api/acorn/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    }),
  );
  if (!answer.ok) throw new Error(`${action}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function state(fetchState: (request: Request) => Promise<Response>, base: string) {
  const answer = await fetchState(new Request(`${base}/control/api/acorn/state`));
  if (!answer.ok) throw new Error(`state: ${answer.status}`);
  return answer.json();
}

function storaSettings(): StoraSettings {
  return {
    authorizeUrl: `${storaUrl}/oauth2/authorize`,
    tokenUrl: `${storaUrl}/oauth2/token`,
    revokeUrl: `${storaUrl}/oauth2/revoke`,
    tokenInfoUrl: `${storaUrl}/oauth2/token/info`,
    apiBaseUrl: `${storaUrl}/2025-09`,
    clientSecretName: 'stora',
    scopes,
    clientAuthentication: 'body',
    webhookApiVersion: '2025-09',
    webhookEventTypes: [
      'contact.created',
      'contact.updated',
      'invoice.created',
      'invoice.updated',
      'invoice.finalized',
      'invoice.paid',
      'invoice.voided',
      'credit_note.created',
    ],
    webhookMaxAgeSeconds: 259_200,
    webhookMaxAheadSeconds: 300,
    timelineSourceName: 'Rollerdoor',
    timelineTemplateName: 'Document posted',
    limits: caps.stora,
  };
}

function xeroSettings(): XeroSettings {
  return {
    authorizeUrl: `${xeroUrl}/identity/connect/authorize`,
    tokenUrl: `${xeroUrl}/connect/token`,
    revokeUrl: `${xeroUrl}/connect/revocation`,
    connectionsUrl: `${xeroUrl}/connections`,
    apiBaseUrl: `${xeroUrl}/api.xro/2.0`,
    appBaseUrl: 'https://go.xero.test',
    clientSecretName: 'xero',
    scopes: xeroScopes,
    clientAuthentication: 'basic',
    limits: caps.xero,
  };
}
