import type { StoraSettings } from '../../infra/local/vendors/stora/core/stora-settings.ts';
import { isRowAccessible } from '../../infra/local/vendors/stora/oauth/oauth-store.ts';
import { openTokenPair, sealTokenPair } from '../../shared/application/tokens/token-pairs.ts';
import type { Connection } from '../../shared/contracts/connection-item.ts';
import type { Provider } from '../../shared/contracts/ids.ts';
import type { TokenRefreshMessage } from '../../shared/contracts/messages.ts';
import type { TokenPair } from '../../shared/contracts/token-pairs.ts';
import { aConnection } from '../builders/a-connection.ts';
import { anOperator } from '../builders/an-operator.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeVault } from '../fakes/fake-vault.ts';
import { InMemoryAccountHolders } from '../fakes/in-memory-account-holders.ts';
import { InMemoryActivities } from '../fakes/in-memory-activities.ts';
import { InMemoryConnections } from '../fakes/in-memory-connections.ts';
import { InMemoryEndpoints } from '../fakes/in-memory-endpoints.ts';
import { InMemoryOperators } from '../fakes/in-memory-operators.ts';
import { InMemoryRates } from '../fakes/in-memory-rates.ts';
import { InMemoryRetiredPairs } from '../fakes/in-memory-retired-pairs.ts';
import { InMemorySourceStates } from '../fakes/in-memory-source-states.ts';
import { InMemoryWaitingGrants } from '../fakes/in-memory-waiting-grants.ts';
import { operatorId, storaSettings, xeroSettings } from '../support/vendors-in-process.ts';
import { DurableQueue } from './durable-queue.ts';
import { Outside } from './outside.ts';
import { client, openVendors } from './vendors.ts';

export const portalBaseUrl = 'https://rollerdoor.test';
const minuteMs = 60_000;
const lifeMs: Record<Provider, number> = { stora: 120 * minuteMs, xero: 30 * minuteMs };

export type RotationMode = StoraSettings['rotationMode'];
export type TokensWorld = Awaited<ReturnType<typeof openTokensWorld>>;

/** Both vendors with their token servers, durable stores, and an operator that is not connected yet. */
export async function openTokensWorld(rotationMode: RotationMode = 'revoke-on-use') {
  const clock = new FakeClock();
  const vendors = openVendors(clock);
  vendors.stora.settings.rotationMode = rotationMode;
  const stores = {
    connections: new InMemoryConnections(),
    retiredPairs: new InMemoryRetiredPairs(),
    accountHolders: new InMemoryAccountHolders(),
    waitingGrants: new InMemoryWaitingGrants(),
    endpoints: new InMemoryEndpoints(),
    activities: new InMemoryActivities(),
    operators: new InMemoryOperators(),
    rates: new InMemoryRates(),
    sourceStates: new InMemorySourceStates(),
    vault: new FakeVault(),
    erasure: { eraseAllOf: async (_operatorId: string) => 0 },
  };
  await stores.operators.add(anOperator({ operatorId }));
  const refreshes = new DurableQueue<TokenRefreshMessage>(clock);
  return { clock, ...vendors, stores, refreshes, outside: new Outside(clock, vendors) };
}

/** Puts a connection there whose access token has so many minutes left. */
export async function connect(
  world: TokensWorld,
  provider: Provider,
  how: { minutesLeft: number; overrides?: Partial<Connection> },
): Promise<Connection> {
  const startEpochMs = world.clock.nowEpochMs();
  const pair = provider === 'stora' ? storaPair(world) : xeroPair(world);
  const [link] = [...world.xero.world.grants.connections.values()];
  const account =
    provider === 'xero' && link
      ? { id: link.tenantId, name: 'Acorn', connectionId: link.id }
      : acorn;
  const expiresAtEpochMs = startEpochMs + lifeMs[provider];
  const bare = aConnection({ operatorId, provider, expiresAtEpochMs, account, ...how.overrides });
  const row = { ...bare, sealedTokens: await sealTokenPair(world.stores.vault, bare, pair) };
  world.stores.connections.seed(row);
  world.clock.advance(expiresAtEpochMs - how.minutesLeft * minuteMs - startEpochMs);
  return row;
}

const acorn = { id: 'acorn.stora.test', name: 'Acorn Self Storage' };

export function storaPair({ stora, clock }: TokensWorld): TokenPair {
  const grant = {
    clientId: client.clientId,
    operatorSlug: operatorId,
    scopes: storaSettings().scopes.split(' '),
    expiresInSeconds: lifeMs.stora / 1_000,
    withRefreshToken: true,
  };
  const { accessToken, refreshToken } = stora.world.oauth.issueTokens(grant, clock.nowEpochMs());
  return { accessToken, refreshToken: refreshToken ?? '' };
}

function xeroPair({ xero, clock }: TokensWorld): TokenPair {
  const { authorizeUrl, scopes } = xeroSettings();
  const redirectUri = 'https://rollerdoor.test/callback';
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: redirectUri,
    scope: scopes,
    state: 's',
  });
  const back = xero.approve(`${authorizeUrl}?${query}`, { organisations: [operatorId] });
  const code = new URL(back).searchParams.get('code') ?? '';
  const proof = { redirectUri, verifier: undefined };
  const pair = xero.world.grants.exchange(code, proof, clock.nowEpochMs());
  if (!pair) throw new Error('The sandbox refused its own code.');
  return { accessToken: pair.access.token, refreshToken: pair.refreshToken ?? '' };
}

/** Whether the provider takes the stored access token; presenting it is its use. */
export async function isServed(world: TokensWorld, provider: Provider): Promise<boolean> {
  const row = await world.stores.connections.get({ operatorId, provider });
  if (row === undefined || row.sealedTokens === '') return false;
  const { accessToken } = await openTokenPair(world.stores.vault, row);
  const now = world.clock.nowEpochMs();
  if (provider === 'xero') {
    const access = world.xero.world.grants.accessToken(accessToken);
    return access !== undefined && now < access.expiresAtEpochMs;
  }
  const found = world.stora.world.oauth.present(accessToken, now);
  return found !== undefined && isRowAccessible(found, now);
}

/** Pairs of ours that Stora would still honour, by access or by refresh token. */
export function livePairs(world: TokensWorld): number {
  return world.stora.world.oauth.rows.filter(({ revokedEpochMs }) => revokedEpochMs === null)
    .length;
}

/** Endpoints that Stora delivers to, with the secret that only Stora and we know. */
export function enabledEndpoints(world: TokensWorld): Array<{ url: string; secret: string }> {
  const { tables } = world.stora.world.operators.get(operatorId) ?? {};
  return [...(tables?.webhookEndpoints.values() ?? [])].filter(
    ({ status }) => status === 'enabled',
  );
}
