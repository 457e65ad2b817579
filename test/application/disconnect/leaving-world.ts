import { OauthClient } from '../../../shared/adapters/oauth/oauth-client.ts';
import type { RemoveOperatorDeps } from '../../../shared/application/disconnect/remove-operator.ts';
import { tendConnections } from '../../../shared/application/disconnect/tend-connections.ts';
import { OneToken } from '../../../shared/application/tokens/one-token.ts';
import { sealTokenPair } from '../../../shared/application/tokens/token-pairs.ts';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import type { Provider } from '../../../shared/contracts/ids.ts';
import type { TokenPair } from '../../../shared/contracts/token-pairs.ts';
import type { AccessToken } from '../../../shared/ports/access-tokens.ts';
import { storaAccess } from '../../../shared/source/stora/stora-access.ts';
import { storaAccount } from '../../../shared/source/stora/stora-account.ts';
import { StoraSource } from '../../../shared/source/stora/stora-source.ts';
import { xeroAccess } from '../../../shared/targets/xero/xero-access.ts';
import { xeroAccount } from '../../../shared/targets/xero/xero-account.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anOperator } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';
import { FakeSecrets } from '../../fakes/fake-secrets.ts';
import { FakeVault } from '../../fakes/fake-vault.ts';
import { InMemoryAccountHolders } from '../../fakes/in-memory-account-holders.ts';
import { InMemoryActivities } from '../../fakes/in-memory-activities.ts';
import { InMemoryConnections } from '../../fakes/in-memory-connections.ts';
import { InMemoryEndpoints } from '../../fakes/in-memory-endpoints.ts';
import { InMemoryOperators } from '../../fakes/in-memory-operators.ts';
import { InMemoryRetiredPairs } from '../../fakes/in-memory-retired-pairs.ts';
import { InMemoryWaitingGrants } from '../../fakes/in-memory-waiting-grants.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';
import { RecordingPacer } from '../../fakes/recording-pacer.ts';
import { accountIn } from '../../support/account-in.ts';
import {
  operatorId,
  startVendors,
  storaSettings,
  xeroSettings,
  xeroUrl,
} from '../../support/vendors-in-process.ts';
import { CrashPlan } from './crash-plan.ts';

export { operatorId };
export const portalBaseUrl = 'https://rollerdoor.test';
const client = { clientId: 'rollerdoor', clientSecret: 'secret' };
const endpointId = 'endpoint_0123456789';

export type RotationMode = 'revoke-on-use' | 'revoke-at-once';
export type LeavingWorld = Awaited<ReturnType<typeof leavingWorld>>;

/** Both vendors in process, in-memory stores, and one operator that is connected to both. */
export async function leavingWorld(options: { rotationMode?: RotationMode } = {}) {
  const parts = openParts();
  const { stores, clock } = parts;
  parts.stora.settings.rotationMode = options.rotationMode ?? 'revoke-on-use';
  await stores.operators.add(anOperator({ operatorId }));
  const depsOf = (plan = new CrashPlan(-1)) => workerDeps(parts, plan);
  return {
    ...stores,
    ...parts,
    /** What a worker gets; with a plan it dies where the plan says. */
    depsOf,
    issueStoraPair: (operatorSlug = 'acorn') => issueStoraPair(parts, operatorSlug),
    issueXeroPair: (organisation: string, userId?: string) =>
      issueXeroPair(parts, organisation, userId),
    seed: (provider: Provider, pair: TokenPair, overrides: Partial<Connection> = {}) =>
      seed(parts, { provider, pair, overrides }),
    /** Connects Stora with an endpoint that delivers to us. */
    connectStora: () => connectStora(parts),
    async connectXero(organisation = 'acorn'): Promise<TokenPair> {
      const pair = await issueXeroPair(parts, organisation);
      const account = await accountIn(parts.providers.xero, pair.accessToken, organisation);
      await seed(parts, { provider: 'xero', pair, overrides: { account } });
      return pair;
    },
    /** Ticks of the schedule. */
    async tend(ticks = 6): Promise<void> {
      for (let tick = 0; tick < ticks; tick += 1) {
        clock.advance(300_000);
        await tendConnections(depsOf(), clock.nowEpochMs() + 240_000);
      }
    },
    /** Pairs of ours that Stora would still honour, by access or by refresh token. */
    livePairs: () =>
      parts.stora.world.oauth.rows.filter(({ revokedEpochMs }) => revokedEpochMs === null),
    enabledEndpoints: () =>
      [...(parts.stora.world.operators.get('acorn')?.tables.webhookEndpoints.values() ?? [])]
        .filter(({ status }) => status === 'enabled')
        .map(({ url }) => url),
  };
}

type Parts = ReturnType<typeof openParts>;

function openParts() {
  const clock = new FakeClock();
  const secrets = new FakeSecrets();
  secrets.setCredentials('stora', client);
  secrets.setCredentials('xero', client);
  const { stora, xero, calls } = startVendors(clock, {});
  const erased: string[] = [];
  return {
    clock,
    log: new RecordingLog(),
    secrets,
    stora: stora.sandbox,
    xero,
    fetch: calls.fetch,
    calls: calls.seen,
    providers: openOauth({ secrets, clock, fetch: calls.fetch }),
    erased,
    stores: {
      connections: new InMemoryConnections(),
      retiredPairs: new InMemoryRetiredPairs(),
      accountHolders: new InMemoryAccountHolders(),
      waitingGrants: new InMemoryWaitingGrants(),
      endpoints: new InMemoryEndpoints(),
      activities: new InMemoryActivities(),
      operators: new InMemoryOperators(),
      vault: new FakeVault(),
      erasure: { eraseAllOf: async (id: string) => erased.push(id) },
    },
  };
}

function openOauth(common: { secrets: FakeSecrets; clock: FakeClock; fetch: typeof fetch }) {
  return {
    stora: new OauthClient({
      ...common,
      provider: 'stora',
      settings: storaSettings(),
      whoIs: storaAccount(storaSettings()),
      access: storaAccess(storaSettings()),
    }),
    xero: new OauthClient({
      ...common,
      provider: 'xero',
      settings: xeroSettings(),
      whoIs: xeroAccount(xeroSettings()),
      access: xeroAccess(xeroSettings()),
    }),
  };
}

function workerDeps(parts: Parts, plan: CrashPlan): RemoveOperatorDeps {
  const { stores, providers, clock, secrets, log } = parts;
  return {
    connections: plan.around('connections', stores.connections),
    retiredPairs: plan.around('retiredPairs', stores.retiredPairs),
    accountHolders: plan.around('accountHolders', stores.accountHolders),
    waitingGrants: plan.around('waitingGrants', stores.waitingGrants),
    endpoints: plan.around('endpoints', stores.endpoints),
    activities: plan.around('activities', stores.activities),
    operators: plan.around('operators', stores.operators),
    vault: plan.around('vault', stores.vault),
    erasure: plan.around('erasure', stores.erasure),
    providers: {
      stora: plan.around('stora', providers.stora),
      xero: plan.around('xero', providers.xero),
    },
    sourceWith: (_operatorId, token) => plan.around('source', sourceWith(parts, token)),
    crypto: new FakeCrypto(),
    clientSecretNames: { stora: 'stora', xero: 'xero' },
    secrets,
    clock,
    log,
    metrics: log,
    portalBaseUrl,
  };
}

function sourceWith({ clock, fetch }: Parts, token: AccessToken): StoraSource {
  return new StoraSource(storaSettings(), {
    provider: 'stora',
    operatorId,
    lane: 'live',
    tokens: new OneToken('stora', token),
    pacer: new RecordingPacer(),
    clock,
    fetch,
  });
}

/** A pair that Stora has just issued for the operator. */
function issueStoraPair({ stora, clock }: Parts, operatorSlug: string): TokenPair {
  const row = stora.world.oauth.issueTokens(
    {
      clientId: client.clientId,
      operatorSlug,
      scopes: storaSettings().scopes.split(' '),
      expiresInSeconds: 7_200,
      withRefreshToken: true,
    },
    clock.nowEpochMs(),
  );
  return { accessToken: row.accessToken, refreshToken: row.refreshToken ?? '' };
}

async function issueXeroPair(
  { xero, fetch }: Parts,
  organisation: string,
  userId?: string,
): Promise<TokenPair> {
  const redirectUri = 'https://rollerdoor.test/callback';
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: redirectUri,
    scope: xeroSettings().scopes,
    state: 's',
  });
  const back = xero.approve(`${xeroUrl}/identity/connect/authorize?${query}`, {
    organisations: [organisation],
    ...(userId === undefined ? {} : { userId }),
  });
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: new URL(back).searchParams.get('code') ?? '',
    redirect_uri: redirectUri,
    client_id: client.clientId,
    client_secret: client.clientSecret,
  });
  const answer = await fetch(`${xeroUrl}/connect/token`, { method: 'POST', body });
  const { access_token: accessToken, refresh_token: refreshToken } = await answer.json();
  return { accessToken, refreshToken };
}

/** Puts a row there that holds the pair, as a finished authorization would. */
async function seed(
  { stores, clock }: Parts,
  given: { provider: Provider; pair: TokenPair; overrides: Partial<Connection> },
): Promise<Connection> {
  const { provider, pair, overrides } = given;
  const lifeMs = provider === 'stora' ? 7_200_000 : 1_800_000;
  const expiresAtEpochMs = clock.nowEpochMs() + lifeMs;
  const bare = aConnection({ operatorId, provider, expiresAtEpochMs, ...overrides });
  const row = { ...bare, sealedTokens: await sealTokenPair(stores.vault, bare, pair) };
  stores.connections.seed(row);
  return row;
}

async function connectStora(parts: Parts): Promise<TokenPair> {
  const pair = issueStoraPair(parts, 'acorn');
  await seed(parts, { provider: 'stora', pair, overrides: { endpointId } });
  const token = {
    value: pair.accessToken,
    accountId: 'acorn',
    accountName: 'Acorn',
    epoch: 1,
    tokenVersion: 1,
  };
  const url = `${portalBaseUrl}/webhooks/stora/${endpointId}`;
  const registration = { url, name: 'Rollerdoor', metadata: {} };
  const { sourceEndpointId } = await sourceWith(parts, token).createWebhookEndpoint(
    registration,
    'registration',
  );
  const sealedSecrets = ['c2VjcmV0'];
  await parts.stores.endpoints.put({
    endpointId,
    operatorId,
    epoch: 1,
    sourceEndpointId,
    sealedSecrets,
  });
  return pair;
}
