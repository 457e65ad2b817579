import { describe, expect, it } from 'vitest';
import { finishAuthorization } from '../../../shared/application/connect/finish-authorization.ts';
import { startAuthorization } from '../../../shared/application/connect/start-authorization.ts';
import { openTokenPair } from '../../../shared/application/tokens/token-pairs.ts';
import type { OauthProvider } from '../../../shared/ports/oauth-provider.ts';
import { InMemoryAuthorizations } from '../../fakes/in-memory-authorizations.ts';
import { RecordingPacer } from '../../fakes/recording-pacer.ts';
import { accountIn } from '../../support/account-in.ts';
import { CrashPlan, survives } from './crash-plan.ts';
import {
  type LeavingWorld,
  leavingWorld,
  operatorId,
  portalBaseUrl,
  type RotationMode,
} from './leaving-world.ts';

const pointsAtMost = 200;
const modes: RotationMode[] = ['revoke-on-use', 'revoke-at-once'];
const session = { operatorId, linkId: 'l', sessionId: 's', expiresAtEpochMs: 9e12 };

/** Stora as it is, except that a code is exchanged for a pair without any browser. */
function storaWithoutBrowser(world: LeavingWorld, operatorSlug: string): OauthProvider {
  const { stora } = world.providers;
  return {
    provider: 'stora',
    revocationEnds: stora.revocationEnds,
    authorizeUrl: (request) => stora.authorizeUrl(request),
    exchange: async () => {
      const { accessToken, refreshToken } = world.issueStoraPair(operatorSlug);
      const scopes = 'public.site:read';
      return {
        kind: 'granted',
        grant: { accessToken, refreshToken, expiresInSeconds: 7_200, scopes },
      };
    },
    refresh: (token) => stora.refresh(token),
    revoke: (token, beforeSending) => stora.revoke(token, beforeSending),
    isAlive: (token) => stora.isAlive(token),
    standingOf: (token, account) => stora.standingOf(token, account),
    personOf: (token) => stora.personOf(token),
    accountsOf: (token) => stora.accountsOf(token),
  };
}

/** A person who gave permission comes back; the worker may die on the way. */
async function comeBack(
  world: LeavingWorld,
  options: { plan?: CrashPlan; operatorSlug?: string; mayBeOtherAccount?: boolean } = {},
) {
  const { plan = new CrashPlan(-1), operatorSlug = 'acorn', mayBeOtherAccount = false } = options;
  const authorizations = new InMemoryAuthorizations(world.clock);
  const provider = storaWithoutBrowser(world, operatorSlug);
  const deps = world.depsOf();
  const start = { session, provider: 'stora', mayBeOtherAccount } as const;
  const url = await startAuthorization({ ...deps, authorizations }, start);
  const state = new URL(url).searchParams.get('state') ?? '';
  const completion = {
    ...world.depsOf(plan),
    authorizations,
    pacer: new RecordingPacer(),
    portalBaseUrl,
    providers: { ...deps.providers, stora: plan.around('stora', provider) },
    afterConnected: { stora: async () => undefined, xero: async () => undefined },
  };
  const visit = { provider: 'stora', state, code: 'c', error: undefined, session };
  return () => finishAuthorization(completion, visit);
}

async function connectedAs(operatorSlug = 'acorn', rotationMode?: RotationMode) {
  const world = await leavingWorld(rotationMode === undefined ? {} : { rotationMode });
  const pair = world.issueStoraPair(operatorSlug);
  await world.seed('stora', pair, {
    account: await accountIn(world.providers.stora, pair.accessToken),
  });
  return { world, pair };
}

async function rowOf(world: LeavingWorld) {
  const row = await world.connections.get({ operatorId, provider: 'stora' });
  if (row === undefined) throw new Error('There is no connection.');
  return row;
}

describe.each(modes)('reconnecting in mode %s, killed at every point', (rotationMode) => {
  it('keeps a working connection and leaves no other pair alive', async () => {
    let point = 0;
    for (; point < pointsAtMost; point += 1) {
      const { world } = await connectedAs('acorn', rotationMode);
      const plan = new CrashPlan(point);

      const isThrough = await survives(plan, await comeBack(world, { plan }));
      // More than the hour after which a record of a pair in use is forgotten.
      await world.tend(14);

      const row = await rowOf(world);
      const { accessToken } = await openTokenPair(world.vault, row);
      expect(await world.providers.stora.isAlive(accessToken), plan.diedAt).toBe(true);
      expect(row.status, plan.diedAt).toBe('connected');
      expect(await world.retiredPairs.list(operatorId), plan.diedAt).toEqual([]);
      // A pair whose answer died with the worker is known to nobody.
      expect(world.livePairs(), plan.diedAt).toHaveLength(plan.hasUnkeptPair ? 2 : 1);
      if (isThrough) break;
    }
    expect(point).toBeGreaterThan(10);
    expect(point).toBeLessThan(pointsAtMost);
  });
});

describe('reconnecting', () => {
  it('stores the new pair before anything of the old one is revoked', async () => {
    const { world, pair } = await connectedAs();

    expect(await (await comeBack(world))()).toMatchObject({ kind: 'connected' });

    expect(await world.providers.stora.isAlive(pair.accessToken)).toBe(true);
    expect((await rowOf(world)).epoch).toBe(2);
    await world.tend();
    expect(await world.providers.stora.isAlive(pair.accessToken)).toBe(false);
  });

  it('goes on with messages of the epochs before, as long as it is the same company', async () => {
    const { world } = await connectedAs();
    const { connectedAt: sinceAt } = await rowOf(world);
    await (await comeBack(world))();
    world.clock.advance(3_600_000);
    await (await comeBack(world))();

    expect(await rowOf(world)).toMatchObject({ epoch: 3, sinceEpoch: 1, sinceAt });
  });

  it('starts anew after a confirmed switch to another company', async () => {
    const { world } = await connectedAs('acorn');
    const visit = await comeBack(world, { operatorSlug: 'harbour', mayBeOtherAccount: true });

    expect(await visit()).toMatchObject({ kind: 'connected' });

    const row = await rowOf(world);
    expect(row.sinceEpoch).toBeUndefined();
    expect(row.sinceAt).toBeUndefined();
    expect(row.account.id).toMatch(/^harbour\./);
  });

  it('changes nothing for another company without a confirmation, and revokes at once what it was given', async () => {
    const { world, pair } = await connectedAs('acorn');
    const visit = await comeBack(world, { operatorSlug: 'harbour' });

    expect(await visit()).toMatchObject({ kind: 'other_account' });

    expect(await world.retiredPairs.list(operatorId)).toEqual([]);
    expect((await rowOf(world)).epoch).toBe(1);
    expect(await world.providers.stora.isAlive(pair.accessToken)).toBe(true);
    expect(world.livePairs()).toHaveLength(1);
  });

  it('answers all the same when what a refused company gave cannot be ended now', async () => {
    const { world } = await connectedAs('acorn');
    const visit = await comeBack(world, { operatorSlug: 'harbour' });
    world.retiredPairs.faults.failNext('list', new Error('Throttled.'));

    expect(await visit()).toMatchObject({ kind: 'other_account' });
    expect(world.livePairs()).toHaveLength(2);
    await world.tend(1);

    expect(world.livePairs()).toHaveLength(1);
  });

  it('knows companies apart that have the same name', async () => {
    const { world } = await connectedAs('acorn');
    const harbour = world.stora.world.operators.get('harbour');
    if (harbour !== undefined) {
      world.stora.world.operators.set('harbour', { ...harbour, name: 'Acorn Self Storage' });
    }

    const result = await (await comeBack(world, { operatorSlug: 'harbour' }))();

    expect(result).toMatchObject({ kind: 'other_account' });
  });

  it('refuses before the exchange when the operator was removed', async () => {
    const { world } = await connectedAs();
    const visit = await comeBack(world);
    await world.operators.beginRemoval(operatorId, { since: world.clock.nowIso(), actor: 'x' });

    expect(await visit()).toMatchObject({ kind: 'operator_removed' });
    expect(world.livePairs()).toHaveLength(1);
  });
});
