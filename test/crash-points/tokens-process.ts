import { OauthClient } from '../../shared/adapters/oauth/oauth-client.ts';
import { ensureWebhookEndpoint } from '../../shared/application/connect/ensure-webhook-endpoint.ts';
import { refreshDueConnections } from '../../shared/application/connect/refresh-due-connections.ts';
import { tendConnections } from '../../shared/application/disconnect/tend-connections.ts';
import { PacedCalls } from '../../shared/application/pacing/paced-calls.ts';
import { createAccessTokens } from '../../shared/application/tokens/access-tokens.ts';
import { OneToken } from '../../shared/application/tokens/one-token.ts';
import { RecentConnections } from '../../shared/application/tokens/recent-connections.ts';
import { refreshConnections } from '../../shared/application/tokens/refresh-connection.ts';
import { rememberedConnections } from '../../shared/application/tokens/remembered-connections.ts';
import { tokenRefreshMessage } from '../../shared/contracts/messages.ts';
import type { AccessToken } from '../../shared/ports/access-tokens.ts';
import { storaAccess } from '../../shared/source/stora/stora-access.ts';
import { storaAccount } from '../../shared/source/stora/stora-account.ts';
import { StoraSource } from '../../shared/source/stora/stora-source.ts';
import { xeroAccess } from '../../shared/targets/xero/xero-access.ts';
import { xeroAccount } from '../../shared/targets/xero/xero-account.ts';
import { FakeSecrets } from '../fakes/fake-secrets.ts';
import { RecordingLog } from '../fakes/recording-log.ts';
import { caps, operatorId, storaSettings, xeroSettings } from '../support/vendors-in-process.ts';
import { Gate } from './gate.ts';
import { portalBaseUrl, type TokensWorld } from './tokens-world.ts';
import { client, newCrypto } from './vendors.ts';
import { work } from './worker.ts';

/** A schedule's tick, and how long one has before it starts nothing new. */
const tickMs = 5 * 60_000;
const tickEndsMs = 4 * 60_000;

export type TokensDeps = ReturnType<typeof openDeps>;

/** Everything that lives in one process, each way out of it through the gate. */
export function openDeps(world: TokensWorld, gate: Gate) {
  const { clock } = world;
  const log = new RecordingLog();
  const fetch = gate.fetch(world.outside.send);
  const kept = newSecrets();
  const secrets = gate.around('secrets', kept, ['forget']);
  const stores = storesOf(world, gate);
  const recent = new RecentConnections({ connections: stores.connections, clock });
  const common = {
    ...stores,
    connections: rememberedConnections(stores.connections, recent),
    providers: openOauth({ secrets, clock, fetch }),
    secrets,
    clientSecretNames: { stora: 'stora', xero: 'xero' },
    crypto: newCrypto(),
    clock,
    log,
    metrics: log,
    portalBaseUrl,
  };
  const tokens = createAccessTokens(common, recent);
  const pacer = new PacedCalls({ rates: common.rates, clock, limits: caps });
  const call = { provider: 'stora', operatorId, lane: 'live', pacer, clock, fetch } as const;
  return {
    ...common,
    tokens,
    pacer,
    sourceFor: () => new StoraSource(storaSettings(), { ...call, tokens }),
    sourceWith: (_operatorId: string, token: AccessToken) =>
      new StoraSource(storaSettings(), { ...call, tokens: new OneToken('stora', token) }),
  };
}

function storesOf({ stores, refreshes }: TokensWorld, gate: Gate) {
  return {
    connections: gate.around('connections', stores.connections),
    retiredPairs: gate.around('retiredPairs', stores.retiredPairs),
    accountHolders: gate.around('accountHolders', stores.accountHolders),
    waitingGrants: gate.around('waitingGrants', stores.waitingGrants),
    endpoints: gate.around('endpoints', stores.endpoints),
    activities: gate.around('activities', stores.activities),
    operators: gate.around('operators', stores.operators),
    erasure: gate.around('erasure', stores.erasure),
    rates: gate.around('rates', stores.rates),
    sourceStates: gate.around('sourceStates', stores.sourceStates),
    vault: gate.around('vault', stores.vault),
    refreshes: gate.around('refreshes', refreshes),
  };
}

function newSecrets(): FakeSecrets {
  const secrets = new FakeSecrets();
  secrets.setCredentials('stora', client);
  secrets.setCredentials('xero', client);
  return secrets;
}

function openOauth(common: {
  secrets: FakeSecrets;
  clock: TokensWorld['clock'];
  fetch: typeof fetch;
}) {
  const [stora, xero] = [storaSettings(), xeroSettings()];
  const storaParts = { settings: stora, whoIs: storaAccount(stora), access: storaAccess(stora) };
  const xeroParts = { settings: xero, whoIs: xeroAccount(xero), access: xeroAccess(xero) };
  return {
    stora: new OauthClient({ ...common, ...storaParts, provider: 'stora' }),
    xero: new OauthClient({ ...common, ...xeroParts, provider: 'xero' }),
  };
}

/** Works the queue of refreshes empty; the first process behind the given gate. */
export function refreshAll(world: TokensWorld, first = new Gate(world.outside)): Promise<void> {
  return work({
    queue: world.refreshes,
    schema: tokenRefreshMessage,
    visibilityMs: 360_000,
    clock: world.clock,
    gates: { first, next: () => new Gate(world.outside) },
    start: (gate) => {
      const deps = openDeps(world, gate);
      return (batch) => refreshConnections(batch, deps);
    },
  });
}

/** One tick of the sweep over tokens. */
export function sweep(world: TokensWorld, gate = new Gate(world.outside)): Promise<void> {
  return once(world, gate, async (deps) => {
    const ensure = async (id: string) => {
      await ensureWebhookEndpoint(deps, id);
      await deps.pacer.flush(id);
    };
    const until = world.clock.nowEpochMs() + tickEndsMs;
    await refreshDueConnections({ ...deps, ensureWebhookEndpoint: ensure }, until);
  });
}

/** One tick of the tending of what leaves. */
export function tend(world: TokensWorld, gate = new Gate(world.outside)): Promise<void> {
  return once(world, gate, async (deps) => {
    await tendConnections(deps, world.clock.nowEpochMs() + tickEndsMs);
    await deps.pacer.flushAll();
  });
}

/** One invocation; when it fails or dies, the next one comes with the next tick or the next press. */
export async function once(
  world: TokensWorld,
  gate: Gate,
  run: (deps: TokensDeps) => Promise<unknown>,
): Promise<void> {
  try {
    await Promise.race([run(openDeps(world, gate)), gate.death]);
  } catch (error) {
    if (gate.steps.length === 0) throw error;
  }
  world.clock.advance(tickMs);
}

/** What the schedules and queues do of themselves in the next half hour. */
export async function letRun(world: TokensWorld, ticks = 6): Promise<void> {
  for (let tick = 0; tick < ticks; tick += 1) {
    await world.outside.arrive();
    await sweep(world);
    await refreshAll(world);
    await tend(world);
  }
  await world.outside.arrive(true);
}
