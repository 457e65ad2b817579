import { describe, expect, it } from 'vitest';
import { disconnect } from '../../../shared/application/disconnect/disconnect.ts';
import { refreshTokenPair } from '../../../shared/application/tokens/refresh-token-pair.ts';
import { retireStored } from '../../../shared/application/tokens/retire-pair.ts';
import { ProviderError } from '../../../shared/domain/errors/errors.ts';
import { answerInstead } from '../disconnect/answer-instead.ts';
import { type LeavingWorld, leavingWorld, operatorId } from '../disconnect/leaving-world.ts';

const stora = { operatorId, provider: 'stora' } as const;
const hourMs = 3_600_000;

async function rowOf(world: LeavingWorld) {
  const row = await world.connections.get(stora);
  if (row === undefined) throw new Error('Not connected.');
  return row;
}

/** A refresh whose worker dies, or is put off, before it uses the new token. */
async function refreshUnused(world: LeavingWorld, deps = world.depsOf()): Promise<void> {
  expect(await refreshTokenPair(deps, await rowOf(world))).toMatchObject({ kind: 'stored' });
}

/** Doorkeeper with `previous_refresh_token`: a pair dies when its successor is presented. */
const modeA = { rotationMode: 'revoke-on-use' } as const;

describe('where a pair dies on the first use of its successor', () => {
  it('a refresh presents what is stored first, so that only its own pair is left alive', async () => {
    const world = await leavingWorld(modeA);
    await world.connectStora();
    await refreshUnused(world);
    expect(world.livePairs()).toHaveLength(2);
    world.clock.advance(3 * hourMs);

    await refreshUnused(world);

    // The one that was refreshed, until the new one is used, and the new one.
    expect(world.livePairs().map(({ createdEpochMs }) => createdEpochMs)).toHaveLength(2);
    expect(world.stora.world.oauth.rows[0]?.revokedEpochMs).not.toBeNull();
  });

  it.each([1, 2, 3])(
    'a disconnect after %i unused refreshes leaves no pair alive',
    async (times) => {
      const world = await leavingWorld(modeA);
      await world.connectStora();
      for (let time = 0; time < times; time += 1) {
        await refreshUnused(world);
        world.clock.advance(3 * hourMs);
      }

      await disconnect(world.depsOf(), { ...stora, actor: 'operator' });

      expect(world.livePairs()).toEqual([]);
    },
  );

  it('a replaced pair that expired unused takes the pair before it along', async () => {
    const world = await leavingWorld(modeA);
    await world.connectStora();
    await refreshUnused(world);
    await retireStored(world.depsOf(), await rowOf(world));
    await world.seed('stora', world.issueStoraPair(), { epoch: 2, tokenVersion: 3 });
    world.clock.advance(3 * hourMs);

    await world.tend();

    expect(world.livePairs()).toHaveLength(1);
  });

  it.each([undefined, 429, 503])(
    'a refresh goes on without an answer (%s) and has the pair presented later',
    async (status) => {
      const world = await leavingWorld(modeA);
      await world.connectStora();
      await refreshUnused(world);
      world.clock.advance(3 * hourMs);
      const deps = world.depsOf();
      const failure = { status, code: 'x', canRetryHelp: true, effect: 'not_applied' } as const;
      answerInstead(deps, 'stora', {
        isAlive: () => Promise.reject(new ProviderError({ provider: 'stora', ...failure })),
      });

      await refreshUnused(world, deps);
      await world.providers.stora.isAlive(world.livePairs().at(-1)?.accessToken ?? '');
      await world.tend();

      expect(await world.retiredPairs.list(operatorId)).toEqual([]);
      expect(world.livePairs()).toHaveLength(1);
      expect((await rowOf(world)).tokenVersion).toBe(3);
    },
  );
});
