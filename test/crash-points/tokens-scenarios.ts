import { beginDisconnect, disconnect } from '../../shared/application/disconnect/disconnect.ts';
import type { Provider } from '../../shared/contracts/ids.ts';
import { operatorId } from '../support/vendors-in-process.ts';
import { Gate } from './gate.ts';
import { isUnheardEffect, type Point, type Step } from './points.ts';
import type { EffectKind, Handler, Scenario } from './scenario.ts';
import { letRun, once, openDeps, refreshAll, sweep, tend } from './tokens-process.ts';
import {
  connect,
  enabledEndpoints,
  isServed,
  livePairs,
  openTokensWorld,
  type RotationMode,
  type TokensWorld,
} from './tokens-world.ts';

interface TokensScenario {
  title: string;
  handler: Handler;
  effects: readonly EffectKind[];
  mode?: RotationMode;
  before(world: TokensWorld): Promise<unknown>;
  watched(world: TokensWorld, gate: Gate): Promise<unknown>;
  state(world: TokensWorld): Promise<Record<string, unknown>>;
  otherEnds?: Scenario['otherEnds'];
}

const refreshing = (title: string, provider: Provider, mode?: RotationMode): TokensScenario => ({
  title,
  handler: 'refresh-connection',
  effects: ['token refresh'],
  ...(mode ? { mode } : {}),
  before: async (world) => {
    const { epoch, tokenVersion } = await connect(world, provider, {
      minutesLeft: 12,
      overrides: { endpointId: 'endpoint_0123456789' },
    });
    const message = { schemaVersion: 1, operatorId, provider, epoch, tokenVersion } as const;
    await world.refreshes.send(message, 'due');
  },
  watched: refreshAll,
  state: (world) => connectionState(world, provider),
  ...(mode === 'revoke-at-once' ? { otherEnds: lostPair } : {}),
});

async function connectionState(world: TokensWorld, provider: Provider) {
  const row = await world.stores.connections.get({ operatorId, provider });
  return { status: row?.status, isServed: await isServed(world, provider) };
}

/**
 * Where the old pair dies at once and the new one with the worker or the answer, no pair is left that
 * anybody knows: the operator connects again. That is so from the moment the request took effect until
 * the pair is stored, and at no other point.
 */
function lostPair(point: Point, steps: readonly Step[]): unknown[] {
  const post = steps.findIndex(({ label }) => label === 'POST stora /oauth2/token');
  const stored = steps.findIndex(({ label }) => label === 'connections.storeTokens');
  const dead = { status: 'needs_reconnect', isServed: false };
  const { step, fate } = point;
  // It may also come when another pair has taken the place of the old one, and is refused then.
  if (step === post && fate === 'late_arrival')
    return [dead, { status: 'connected', isServed: true }];
  const isLost =
    (step === post && isUnheardEffect(fate)) ||
    (step > post && step < stored && fate.startsWith('crash')) ||
    (step === stored && fate === 'crash_before');
  return isLost ? [dead] : [];
}

const sweeping: TokensScenario[] = [
  {
    title: 'two tokens end soon, the endpoint is missing',
    handler: 'refresh-tokens',
    effects: ['token refresh', 'webhook endpoint'],
    before: async (world) => {
      await connect(world, 'stora', { minutesLeft: 12 });
      await connect(world, 'xero', { minutesLeft: 11 });
    },
    watched: sweep,
    state: async (world) => ({
      ...(await endpointState(world)),
      stora: await connectionState(world, 'stora'),
      xero: await connectionState(world, 'xero'),
    }),
  },
  {
    title: 'an endpoint of an earlier connection is still on',
    handler: 'refresh-tokens',
    effects: ['webhook endpoint', 'webhook endpoint off'],
    before: async (world) => {
      await connect(world, 'stora', { minutesLeft: 100 });
      await sweep(world);
      const row = await world.stores.connections.get({ operatorId, provider: 'stora' });
      if (row === undefined) throw new Error('The connection is gone.');
      const { endpointId: _former, ...rest } = row;
      const { vault, connections } = world.stores;
      const context = { operatorId, provider: 'stora', purpose: 'tokens' } as const;
      const pair = await vault.open(row.sealedTokens, { ...context, epoch: row.epoch });
      const epoch = row.epoch + 1;
      connections.seed({
        ...rest,
        epoch,
        sealedTokens: await vault.seal(pair, { ...context, epoch }),
      });
    },
    watched: sweep,
    state: endpointState,
  },
];

/** The one endpoint that is on is the one we know, and its secret opens. */
async function endpointState(world: TokensWorld): Promise<Record<string, unknown>> {
  const row = await world.stores.connections.get({ operatorId, provider: 'stora' });
  const endpoint = await world.stores.endpoints.get(row?.endpointId ?? '');
  const { epoch = 0 } = endpoint ?? {};
  const context = { operatorId, provider: 'stora', epoch, purpose: 'webhook-secret' } as const;
  const [sealed = ''] = endpoint?.sealedSecrets ?? [];
  const secret = endpoint ? await world.stores.vault.open(sealed, context) : undefined;
  const enabled = enabledEndpoints(world);
  const known = enabled.filter(
    (one) => one.url.endsWith(`/${row?.endpointId}`) && one.secret === secret,
  );
  return { endpointsOn: enabled.length, endpointsOnAndKnown: known.length };
}

const wish = (provider: Provider) => ({ operatorId, provider, actor: 'operator' }) as const;

const leaving = (
  title: string,
  provider: Provider,
  how: { mode?: RotationMode; minutesLeft: number; isTended: boolean },
): TokensScenario => ({
  title,
  handler: how.isTended ? 'tend-connections' : 'disconnect',
  effects: [
    'token revocation',
    ...(provider === 'stora' ? (['webhook endpoint off'] as const) : []),
  ],
  ...(how.mode ? { mode: how.mode } : {}),
  before: async (world) => {
    await connect(world, provider, { minutesLeft: 29 });
    if (provider === 'stora') await sweep(world);
    await refreshAll(world);
    const row = await world.stores.connections.get({ operatorId, provider });
    world.clock.advance(
      (row?.expiresAtEpochMs ?? 0) - how.minutesLeft * 60_000 - world.clock.nowEpochMs(),
    );
    if (how.isTended)
      await beginDisconnect(openDeps(world, new Gate(world.outside)), wish(provider));
  },
  watched: async (world, gate) => {
    if (how.isTended) return tend(world, gate);
    await once(world, gate, (deps) => disconnect(deps, wish(provider)));
    // The page said that it did not work, so the person presses again.
    const row = await world.stores.connections.get({ operatorId, provider });
    const isBegun = row?.status === 'disconnecting' || row?.status === 'disconnected';
    if (!isBegun)
      await once(world, new Gate(world.outside), (deps) => disconnect(deps, wish(provider)));
  },
  state: (world) => leftState(world, provider),
  ...(how.minutesLeft < 0 && provider === 'stora' ? { otherEnds: unknownPair(how.mode) } : {}),
});

async function leftState(world: TokensWorld, provider: Provider): Promise<Record<string, unknown>> {
  const row = await world.stores.connections.get({ operatorId, provider });
  const types = world.stores.activities.all().map(({ type }) => type);
  return {
    status: row?.status,
    sealedTokens: row?.sealedTokens,
    retired: (await world.stores.retiredPairs.list(operatorId)).length,
    activities: [...new Set(types)].filter((type) => type.startsWith('connection')).sort(),
    endpointsOn: enabledEndpoints(world).length,
    livePairs: livePairs(world),
    xeroConnections: world.xero.world.grants.connections.size,
  };
}

/**
 * The pair of an answer that died with the worker is known to nobody, not even to us: it stays alive.
 * Where the old one died at once, nothing is left either to switch the endpoint off with.
 */
function unknownPair(mode: RotationMode = 'revoke-on-use'): NonNullable<Scenario['otherEnds']> {
  return (point, steps) => {
    const post = steps.findIndex(({ label }) => label === 'POST stora /oauth2/token');
    const kept = steps.findIndex(({ label }) => label === 'connections.keepForRevocation');
    const { step, fate } = point;
    const isLost =
      (step === post && isUnheardEffect(fate)) ||
      (step > post && step < kept && fate.startsWith('crash')) ||
      (step === kept && fate === 'crash_before');
    if (!isLost) return [];
    const left = {
      status: 'disconnected',
      sealedTokens: '',
      retired: 0,
      activities: ['connection.disconnected', 'connection.disconnecting'],
      xeroConnections: 0,
    };
    const isAllDead = { ...left, endpointsOn: 0, livePairs: 0 };
    if (mode === 'revoke-on-use') return [isAllDead, { ...left, endpointsOn: 0, livePairs: 1 }];
    return [isAllDead, { ...left, endpointsOn: 1, livePairs: 1 }];
  };
}

const listed: TokensScenario[] = [
  refreshing('Stora, the old pair dies on use of the new', 'stora', 'revoke-on-use'),
  refreshing('Stora, the old pair dies at once', 'stora', 'revoke-at-once'),
  refreshing('Xero, the old pair lives on for half an hour', 'xero'),
  ...sweeping,
  leaving('Stora is left', 'stora', { minutesLeft: 60, isTended: true }),
  leaving('Stora is left, its token has ended', 'stora', { minutesLeft: -10, isTended: true }),
  leaving('Stora is left, its token has ended, the old pair dies at once', 'stora', {
    minutesLeft: -10,
    isTended: true,
    mode: 'revoke-at-once',
  }),
  leaving('Xero is left', 'xero', { minutesLeft: 20, isTended: true }),
  leaving('a person disconnects Stora', 'stora', { minutesLeft: 60, isTended: false }),
  leaving('a person disconnects Xero, its token has ended', 'xero', {
    minutesLeft: -10,
    isTended: false,
  }),
];

export const tokensScenarios: Scenario[] = listed.map((scenario) => {
  const { title, handler, effects, otherEnds } = scenario;
  return {
    title,
    handler,
    effects,
    ...(otherEnds ? { otherEnds } : {}),
    run: async (point) => {
      const world = await openTokensWorld(scenario.mode);
      await scenario.before(world);
      const gate = new Gate(world.outside, point);
      await scenario.watched(world, gate);
      const steps = [...gate.steps];
      await letRun(world);
      return { steps, state: await scenario.state(world), audit: [], wrongs: [] };
    },
  };
});
