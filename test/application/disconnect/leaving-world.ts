import { OauthClient } from '../../../shared/adapters/oauth/oauth-client.ts';
import { storaAccess } from '../../../shared/adapters/oauth/stora-access.ts';
import { storaAccount } from '../../../shared/adapters/oauth/stora-account.ts';
import { xeroAccess } from '../../../shared/adapters/oauth/xero-access.ts';
import { xeroAccount } from '../../../shared/adapters/oauth/xero-account.ts';
import { StoraSource } from '../../../shared/adapters/stora/stora-source.ts';
import { sealTokenPair } from '../../../shared/application/connect/token-pairs.ts';
import { OneToken } from '../../../shared/application/disconnect/one-token.ts';
import type { RemoveOperatorDeps } from '../../../shared/application/disconnect/remove-operator.ts';
import { tendConnections } from '../../../shared/application/disconnect/tend-connections.ts';
import type { Connection, TokenPair } from '../../../shared/contracts/stored-items.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anOperator } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';
import { FakeSecrets } from '../../fakes/fake-secrets.ts';
import { FakeVault } from '../../fakes/fake-vault.ts';
import { InMemoryActivities } from '../../fakes/in-memory-activities.ts';
import { InMemoryConnections } from '../../fakes/in-memory-connections.ts';
import { InMemoryEndpoints } from '../../fakes/in-memory-endpoints.ts';
import { InMemoryOperators } from '../../fakes/in-memory-operators.ts';
import { InMemoryRetiredPairs } from '../../fakes/in-memory-retired-pairs.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';
import { RecordingPacer } from '../../fakes/recording-pacer.ts';
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
  const clock = new FakeClock();
  const log = new RecordingLog();
  const secrets = new FakeSecrets();
  secrets.setCredentials('stora', client);
  secrets.setCredentials('xero', client);
  const { stora, xero, calls } = startVendors(clock, {});
  stora.sandbox.settings.rotationMode = options.rotationMode ?? 'revoke-on-use';
  const stores = {
    connections: new InMemoryConnections(),
    retiredPairs: new InMemoryRetiredPairs(),
    endpoints: new InMemoryEndpoints(),
    activities: new InMemoryActivities(),
    operators: new InMemoryOperators(),
    vault: new FakeVault(),
  };
  const erased: string[] = [];
  const common = { secrets, clock, fetch: calls.fetch };
  const providers = {
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
  await stores.operators.add(anOperator({ operatorId }));

  /** What a worker gets; with a plan it dies where the plan says. */
  const depsOf = (plan = new CrashPlan(-1)): RemoveOperatorDeps => ({
    connections: plan.around('connections', stores.connections),
    retiredPairs: plan.around('retiredPairs', stores.retiredPairs),
    endpoints: plan.around('endpoints', stores.endpoints),
    activities: plan.around('activities', stores.activities),
    operators: plan.around('operators', stores.operators),
    vault: plan.around('vault', stores.vault),
    providers: {
      stora: plan.around('stora', providers.stora),
      xero: plan.around('xero', providers.xero),
    },
    sourceWith: (_operatorId, token) =>
      plan.around(
        'source',
        new StoraSource(storaSettings(), {
          provider: 'stora',
          operatorId,
          lane: 'live',
          tokens: new OneToken('stora', token),
          pacer: new RecordingPacer(),
          clock,
          fetch: calls.fetch,
        }),
      ),
    erasure: plan.around('erasure', {
      eraseAllOf: async (id: string) => erased.push(id),
    }),
    crypto: new FakeCrypto(),
    clientSecretNames: { stora: 'stora', xero: 'xero' },
    secrets,
    clock,
    log,
    metrics: log,
    portalBaseUrl,
  });

  /** A pair that Stora has just issued for the operator. */
  const issueStoraPair = (operatorSlug = 'acorn'): TokenPair => {
    const row = stora.sandbox.world.oauth.issueTokens(
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
  };

  const issueXeroPair = async (organisation = 'acorn', userId?: string): Promise<TokenPair> => {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: client.clientId,
      redirect_uri: 'https://rollerdoor.test/callback',
      scope: xeroSettings().scopes,
      state: 's',
    });
    const choice = { organisations: [organisation], ...(userId === undefined ? {} : { userId }) };
    const back = xero.approve(`${xeroUrl}/identity/connect/authorize?${query}`, choice);
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code: new URL(back).searchParams.get('code') ?? '',
      redirect_uri: 'https://rollerdoor.test/callback',
      client_id: client.clientId,
      client_secret: client.clientSecret,
    });
    const answer = await calls.fetch(`${xeroUrl}/connect/token`, { method: 'POST', body });
    const { access_token: accessToken, refresh_token: refreshToken } = await answer.json();
    return { accessToken, refreshToken };
  };

  /** Puts a row there that holds the pair, as a finished authorization would. */
  const seed = async (
    provider: 'stora' | 'xero',
    pair: TokenPair,
    overrides: Partial<Connection> = {},
  ): Promise<Connection> => {
    const lifeMs = provider === 'stora' ? 7_200_000 : 1_800_000;
    const bare = aConnection({
      operatorId,
      provider,
      expiresAtEpochMs: clock.nowEpochMs() + lifeMs,
      ...overrides,
    });
    const row = { ...bare, sealedTokens: await sealTokenPair(stores.vault, bare, pair) };
    stores.connections.seed(row);
    return row;
  };

  return {
    ...stores,
    clock,
    log,
    calls: calls.seen,
    stora: stora.sandbox,
    xero,
    providers,
    secrets,
    erased,
    depsOf,
    issueStoraPair,
    issueXeroPair,
    seed,
    /** Connects Stora with an endpoint that delivers to us. */
    async connectStora(): Promise<TokenPair> {
      const pair = issueStoraPair();
      const row = await seed('stora', pair, { endpointId });
      const registered = await depsOf()
        .sourceWith(operatorId, {
          value: pair.accessToken,
          accountId: row.account.id,
          accountName: row.account.name,
          epoch: 1,
          tokenVersion: 1,
        })
        .createWebhookEndpoint(
          {
            url: `${portalBaseUrl}/webhooks/stora/${endpointId}`,
            name: 'Rollerdoor',
            metadata: {},
          },
          'registration',
        );
      await stores.endpoints.put({
        endpointId,
        operatorId,
        epoch: 1,
        sourceEndpointId: registered.sourceEndpointId,
        sealedSecrets: ['c2VjcmV0'],
      });
      return pair;
    },
    async connectXero(organisation = 'acorn'): Promise<TokenPair> {
      const pair = await issueXeroPair(organisation);
      await seed('xero', pair, { account: await providers.xero.whoIs(pair.accessToken) });
      return pair;
    },
    /** Ticks of the schedule, until nothing is left to tend or it does not end. */
    async tend(ticks = 6): Promise<void> {
      for (let tick = 0; tick < ticks; tick += 1) {
        clock.advance(300_000);
        await tendConnections(depsOf(), clock.nowEpochMs() + 240_000);
      }
    },
    /** Pairs of ours that Stora would still honour, by access or by refresh token. */
    livePairs: () =>
      stora.sandbox.world.oauth.rows.filter(({ revokedEpochMs }) => revokedEpochMs === null),
    enabledEndpoints: () =>
      [...(stora.sandbox.world.operators.get('acorn')?.tables.webhookEndpoints.values() ?? [])]
        .filter(({ status }) => status === 'enabled')
        .map(({ url }) => url),
  };
}
