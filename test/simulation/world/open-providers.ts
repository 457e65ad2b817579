import { OauthClient } from '../../../shared/adapters/oauth/oauth-client.ts';
import { auditedVault } from '../../../shared/application/audit/audited-vault.ts';
import { createAccessTokens } from '../../../shared/application/tokens/access-tokens.ts';
import { OneToken } from '../../../shared/application/tokens/one-token.ts';
import { RecentConnections } from '../../../shared/application/tokens/recent-connections.ts';
import { rememberedAside } from '../../../shared/application/tokens/remembered-aside.ts';
import { rememberedConnections } from '../../../shared/application/tokens/remembered-connections.ts';
import type { AccessToken, AccessTokens } from '../../../shared/ports/access-tokens.ts';
import type { Lane } from '../../../shared/ports/pacer.ts';
import type { ProviderCallParts } from '../../../shared/runtime/provider-call.ts';
import { sourceReader } from '../../../shared/source/clients.ts';
import { storaAccess } from '../../../shared/source/stora/stora-access.ts';
import { storaAccount } from '../../../shared/source/stora/stora-account.ts';
import { StoraSource } from '../../../shared/source/stora/stora-source.ts';
import { xeroAccess } from '../../../shared/targets/xero/xero-access.ts';
import { xeroAccount } from '../../../shared/targets/xero/xero-account.ts';
import { XeroLedger } from '../../../shared/targets/xero/xero-ledger.ts';
import { simFetch } from '../engine/sim-fetch.ts';
import type { SimProcess } from '../engine/sim-process.ts';
import type { Engine } from '../engine/with-faults.ts';
import { storaSettings, xeroSettings } from './addresses.ts';
import type { SimLog } from './sim-log.ts';
import type { Stores } from './stores.ts';
import type { Vendors } from './vendors.ts';
import { WatchedPacer } from './watched-pacer.ts';

export interface Parts {
  engine: Engine;
  stores: Stores;
  vendors: Vendors;
  log: SimLog;
  /** To which authorization each access token belongs: the one it was served for first. */
  tokenEpochs: Map<string, number>;
}

/** As the functions' composition does it, over simulated stores and networks: what one process has. */
export function openProviders(parts: Parts, process: SimProcess, lane: Lane = 'live') {
  const { stores, log } = parts;
  const clock = {
    nowEpochMs: () => process.nowEpochMs(),
    sleep: (durationMs: number) => process.sleep(durationMs),
  };
  const epochs = parts.tokenEpochs;
  const fetchFor = (operatorId: string | undefined) =>
    simFetch(parts.engine, parts.vendors, {
      operatorId,
      lane: operatorId === undefined ? undefined : lane,
      epochOf: (token) => epochs.get(token),
    });
  const { vault: bareVault, ...remote } = stores.remote;
  const recent = new RecentConnections({ connections: remote.connections, clock });
  const common = {
    ...remote,
    connections: rememberedConnections(remote.connections, recent),
    aside: rememberedAside(remote.aside, recent),
    clock,
    crypto: stores.crypto,
    vault: auditedVault({
      ...remote,
      clock,
      crypto: stores.crypto,
      vault: bareVault,
      log,
      metrics: log,
    }),
    providers: openOauth({ secrets: remote.secrets, clock, fetch: fetchFor(undefined) }),
    clientSecretNames: { stora: 'stora', xero: 'xero' },
    log,
    metrics: log,
  };
  const tokens = rememberEpochs(createAccessTokens(common, recent), epochs);
  const pacer = new WatchedPacer(
    {
      rates: remote.rates,
      clock,
      limits: { stora: storaSettings.limits, xero: xeroSettings.limits },
      metrics: log,
    },
    parts.engine,
  );
  return {
    ...common,
    tokens,
    pacer,
    ...openClients({ tokens, pacer, clock, lane }, { fetchFor, epochs }),
  };
}

/** A client per operator, and for steps that hold a token themselves. */
function openClients(
  call: Pick<ProviderCallParts, 'tokens' | 'pacer' | 'clock' | 'lane'>,
  net: { fetchFor: (operatorId: string) => typeof fetch; epochs: Map<string, number> },
) {
  const partsOf = (operatorId: string) => ({
    ...call,
    operatorId,
    fetch: net.fetchFor(operatorId),
  });
  const ledgerFor = remembered((operatorId, accountId) => {
    const pinned = accountId === undefined ? {} : { accountId };
    return new XeroLedger(xeroSettings, { ...partsOf(operatorId), ...pinned, provider: 'xero' });
  });
  return {
    sourceReader,
    ledgerFor,
    ledgers: { xero: ledgerFor },
    sourceFor: remembered(
      (operatorId) => new StoraSource(storaSettings, { ...partsOf(operatorId), provider: 'stora' }),
    ),
    sourceWith: (operatorId: string, token: AccessToken) => {
      rememberEpoch(token, net.epochs);
      const tokens = new OneToken('stora', token);
      return new StoraSource(storaSettings, { ...partsOf(operatorId), tokens, provider: 'stora' });
    },
  };
}

function openOauth(
  common: Pick<ConstructorParameters<typeof OauthClient>[0], 'secrets' | 'clock' | 'fetch'>,
) {
  return {
    stora: new OauthClient({
      ...common,
      provider: 'stora',
      settings: storaSettings,
      whoIs: storaAccount(storaSettings),
      access: storaAccess(storaSettings),
    }),
    xero: new OauthClient({
      ...common,
      provider: 'xero',
      settings: xeroSettings,
      whoIs: xeroAccount(xeroSettings),
      access: xeroAccess(xeroSettings),
    }),
  };
}

/** The same tokens; the network can tell from which authorization each one is. */
function rememberEpochs<T extends AccessTokens>(tokens: T, epochs: Map<string, number>): T {
  const noted = (token: AccessToken) => {
    rememberEpoch(token, epochs);
    return token;
  };
  return {
    ...tokens,
    get: async (key: Parameters<T['get']>[0]) => noted(await tokens.get(key)),
    replaceRejected: async (key: Parameters<T['get']>[0], rejected: AccessToken) =>
      noted(await tokens.replaceRejected(key, rejected)),
  };
}

/** A connection that is being ended counts on; its token stays one of the epoch that ended. */
function rememberEpoch({ value, epoch }: AccessToken, epochs: Map<string, number>): void {
  if (!epochs.has(value)) epochs.set(value, epoch);
}

function remembered<T>(
  make: (operatorId: string, accountId?: string) => T,
): (operatorId: string, accountId?: string) => T {
  const made = new Map<string, T>();
  return (operatorId, accountId) => {
    const key = `${operatorId} ${accountId ?? ''}`;
    const known = made.get(key) ?? make(operatorId, accountId);
    made.set(key, known);
    return known;
  };
}
